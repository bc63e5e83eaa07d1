/**
 * ISO dates and times in SQLite's text, exact or not at all: `YYYY-MM-DD`, then perhaps a blank or
 * `T` and `hh:mm[:ss[.f…]]` with up to six digits, then perhaps `Z` or `±hh[:]mm`.
 */
import { daysOfDate } from "../../rows/calendar.js";

const ZERO = 48;
const MINUS = 45;
const PLUS = 43;
const POINT = 46;
const COLON = 58;
const BLANK = 32;
const T = 84;
const Z = 90;

const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;
const POWERS = [1_000_000, 100_000, 10_000, 1000, 100, 10, 1] as const;

export type TemporalKind = "date" | "timestamp" | "instant";

/**
 * Whether a text is a date, a wall-clock time or, with a zone, a point in time; undefined when it
 * is none exactly.
 */
export function temporalKind(text: string): TemporalKind | undefined {
  return new TemporalReader().read(text);
}

/** Bytes of the longest: `YYYY-MM-DDThh:mm:ss.ffffff+hh:mm`. */
const LONGEST = 32;
const SHORTEST_TIME = 16;

/** Reads one text after another without an object for each. */
export class TemporalReader {
  /** Of the last text: since 1970-01-01. */
  days = 0;
  /** Of the last text: since midnight; beyond a day when an offset leads there. */
  microseconds = 0;
  readonly #characters = new Uint8Array(LONGEST);

  /** What the text is; undefined when it is nothing exactly. */
  read(text: string): TemporalKind | undefined {
    const { length } = text;
    if (length > LONGEST) return undefined;
    for (let at = 0; at < length; at++) {
      const code = text.charCodeAt(at);
      if (code > 127) return undefined;
      this.#characters[at] = code;
    }
    return this.readBytes(this.#characters, 0, length);
  }

  /** The same for a text of UTF-8. */
  readBytes(bytes: Uint8Array, start: number, end: number): TemporalKind | undefined {
    const length = end - start;
    if (length < 10 || bytes[start + 4] !== MINUS || bytes[start + 7] !== MINUS) return undefined;
    const year = pair(bytes, start) * 100 + pair(bytes, start + 2);
    // A negative number stands for what is no digit, and leads to a day that does not exist.
    const days =
      year < 0 ? undefined : daysOfDate(year, pair(bytes, start + 5), pair(bytes, start + 8));
    if (days === undefined) return undefined;
    this.days = days;
    this.microseconds = 0;
    return length === 10 ? "date" : this.#time(bytes, start + 10, end);
  }

  /** From the separator on. */
  #time(bytes: Uint8Array, start: number, end: number): TemporalKind | undefined {
    const separator = bytes[start];
    if (end - start < SHORTEST_TIME - 10) return undefined;
    if (separator !== BLANK && separator !== T) return undefined;
    const hour = pair(bytes, start + 1);
    const minute = pair(bytes, start + 4);
    if (bytes[start + 3] !== COLON || !within(hour, 23) || !within(minute, 59)) return undefined;
    let at = start + 6;
    let microseconds = (hour * 60 + minute) * MINUTE;
    if (at + 3 <= end && bytes[at] === COLON) {
      const second = pair(bytes, at + 1);
      if (!within(second, 59)) return undefined;
      microseconds += second * SECOND;
      at += 3;
      if (at < end && bytes[at] === POINT) {
        const first = at + 1;
        at = endOfDigits(bytes, first, end);
        const unit = POWERS[at - first];
        if (at === first || unit === undefined) return undefined;
        microseconds += numberIn(bytes, first, at) * unit;
      }
    }
    const offset = at === end ? 0 : offsetMinutes(bytes, at, end);
    if (offset === undefined) return undefined;
    this.microseconds = microseconds - offset * MINUTE;
    return at === end ? "timestamp" : "instant";
  }
}

/** `Z` or `±hh[:]mm` up to the text's end, in minutes. */
function offsetMinutes(bytes: Uint8Array, at: number, end: number): number | undefined {
  const sign = bytes[at];
  if (sign === Z) return end === at + 1 ? 0 : undefined;
  if (sign !== PLUS && sign !== MINUS) return undefined;
  const minutesAt = at + (end - at === 6 ? 4 : 3);
  if (end !== minutesAt + 2 || (minutesAt === at + 4 && bytes[at + 3] !== COLON)) return undefined;
  const hours = pair(bytes, at + 1);
  const minutes = pair(bytes, minutesAt);
  if (hours < 0 || minutes < 0) return undefined;
  return (sign === MINUS ? -1 : 1) * (hours * 60 + minutes);
}

/** Two digits as a number; far below zero when they are none. */
function pair(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] ?? 0) - ZERO;
  const ones = (bytes[at + 1] ?? 0) - ZERO;
  return isDigit(tens) && isDigit(ones) ? tens * 10 + ones : -1_000_000;
}

function isDigit(value: number): boolean {
  return value >= 0 && value <= 9;
}

function within(value: number, most: number): boolean {
  return value >= 0 && value <= most;
}

function endOfDigits(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && isDigit((bytes[at] ?? 0) - ZERO)) at++;
  return at;
}

function numberIn(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at++) value = value * 10 + (bytes[at] ?? 0) - ZERO;
  return value;
}
