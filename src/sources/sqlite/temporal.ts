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

/** Reads one text after another without an object for each. */
export class TemporalReader {
  /** Of the last text: since 1970-01-01. */
  days = 0;
  /** Of the last text: since midnight; beyond a day when an offset leads there. */
  microseconds = 0;

  /** What the text is; undefined when it is nothing exactly. */
  read(text: string): TemporalKind | undefined {
    const { length } = text;
    if (length < 10 || text.charCodeAt(4) !== MINUS || text.charCodeAt(7) !== MINUS) {
      return undefined;
    }
    const year = pair(text, 0) * 100 + pair(text, 2);
    // A negative number stands for what is no digit, and leads to a day that does not exist.
    const days = year < 0 ? undefined : daysOfDate(year, pair(text, 5), pair(text, 8));
    if (days === undefined) return undefined;
    this.days = days;
    this.microseconds = 0;
    return length === 10 ? "date" : this.#time(text);
  }

  #time(text: string): TemporalKind | undefined {
    const { length } = text;
    const separator = text.charCodeAt(10);
    if (separator !== BLANK && separator !== T) return undefined;
    const hour = pair(text, 11);
    const minute = pair(text, 14);
    if (text.charCodeAt(13) !== COLON || !within(hour, 23) || !within(minute, 59)) return undefined;
    let at = 16;
    let microseconds = (hour * 60 + minute) * MINUTE;
    if (text.charCodeAt(at) === COLON) {
      const second = pair(text, at + 1);
      if (!within(second, 59)) return undefined;
      microseconds += second * SECOND;
      at += 3;
      if (text.charCodeAt(at) === POINT) {
        const start = at + 1;
        at = endOfDigits(text, start);
        const unit = POWERS[at - start];
        if (at === start || unit === undefined) return undefined;
        microseconds += numberIn(text, start, at) * unit;
      }
    }
    const offset = at === length ? 0 : offsetMinutes(text, at);
    if (offset === undefined) return undefined;
    this.microseconds = microseconds - offset * MINUTE;
    return at === length ? "timestamp" : "instant";
  }
}

/** `Z` or `±hh[:]mm` up to the text's end, in minutes. */
function offsetMinutes(text: string, at: number): number | undefined {
  const sign = text.charCodeAt(at);
  if (sign === Z) return text.length === at + 1 ? 0 : undefined;
  if (sign !== PLUS && sign !== MINUS) return undefined;
  const minutesAt = text.charCodeAt(at + 3) === COLON ? at + 4 : at + 3;
  const hours = pair(text, at + 1);
  const minutes = pair(text, minutesAt);
  if (text.length !== minutesAt + 2 || hours < 0 || minutes < 0) return undefined;
  return (sign === MINUS ? -1 : 1) * (hours * 60 + minutes);
}

/** Two digits as a number; far below zero when they are none. */
function pair(text: string, at: number): number {
  const tens = text.charCodeAt(at) - ZERO;
  const ones = text.charCodeAt(at + 1) - ZERO;
  return isDigit(tens) && isDigit(ones) ? tens * 10 + ones : -1_000_000;
}

/** Also false for what comes after the text's end, which is NaN. */
function isDigit(value: number): boolean {
  return value >= 0 && value <= 9;
}

function within(value: number, most: number): boolean {
  return value >= 0 && value <= most;
}

function endOfDigits(text: string, start: number): number {
  let at = start;
  while (isDigit(text.charCodeAt(at) - ZERO)) at++;
  return at;
}

function numberIn(text: string, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at++) value = value * 10 + text.charCodeAt(at) - ZERO;
  return value;
}
