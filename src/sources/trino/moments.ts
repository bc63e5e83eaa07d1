/** Dates and times as Trino writes them → days and microseconds. */
import { daysOfDate } from "../../rows/calendar.js";
import { Unrepresentable } from "../server/unrepresentable.js";
import { zoneOf, type Zone } from "../server/zone.js";

const MICROSECONDS = 1_000_000;
const MICROSECONDS_OF_DAY = 86_400 * MICROSECONDS;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;

/** Where a text is read, and what was read of it last. */
interface Reading {
  at: number;
  value: number;
}

/** Days since 1970 of `2024-01-31`, `-0043-03-15` or `+12345-01-01`. */
export function daysOf(text: string): number {
  const reading = { at: 0, value: 0 };
  readDays(text, reading);
  if (reading.at !== text.length) throw new Unrepresentable(text);
  return reading.value;
}

/** Microseconds since midnight of `23:59:59.999999`. */
export function timeOf(text: string): number {
  const reading = { at: 0, value: 0 };
  readTime(text, reading);
  if (reading.at !== text.length) throw new Unrepresentable(text);
  return reading.value;
}

/** Microseconds since 1970 of `2024-01-31 23:59:59.999999`. */
export function timestampOf(text: string): number | bigint {
  const reading = { at: 0, value: 0 };
  readDays(text, reading);
  const days = reading.value;
  expectAt(text, reading, " ");
  readTime(text, reading);
  if (reading.at !== text.length) throw new Unrepresentable(text);
  return sum(days, reading.value);
}

/** A reader of moments with a zone, `2024-01-31 23:59:59.999 Europe/Berlin`, as those of UTC. */
export function instantReader(): (text: string) => number | bigint {
  const zones = new Map<string, Zone>();
  return (text) => {
    const reading = { at: 0, value: 0 };
    readDays(text, reading);
    const days = reading.value;
    expectAt(text, reading, " ");
    readTime(text, reading);
    const time = reading.value;
    expectAt(text, reading, " ");
    const name = text.slice(reading.at);
    const zone = zones.get(name) ?? knownZone(name, text);
    zones.set(name, zone);
    const wall = days * 86_400 + Math.floor(time / MICROSECONDS);
    const seconds = zone.toUtc(wall, () => {
      throw new Unrepresentable(`${text}, an hour that comes twice there`);
    });
    const day = Math.floor(seconds / 86_400);
    return sum(day, (seconds - day * 86_400) * MICROSECONDS + (time % MICROSECONDS));
  };
}

function knownZone(name: string, text: string): Zone {
  try {
    return zoneOf(name);
  } catch {
    throw new Unrepresentable(text);
  }
}

function sum(days: number, microseconds: number): number | bigint {
  const value = days * MICROSECONDS_OF_DAY + microseconds;
  if (Number.isSafeInteger(value)) return value;
  return BigInt(days) * BigInt(MICROSECONDS_OF_DAY) + BigInt(microseconds);
}

function readDays(text: string, reading: Reading): void {
  const sign = text.charCodeAt(0);
  if (sign === MINUS || text[0] === "+") reading.at = 1;
  readDigits(text, reading, 4, 9);
  const year = sign === MINUS ? -reading.value : reading.value;
  expectAt(text, reading, "-");
  readDigits(text, reading, 2, 2);
  const month = reading.value;
  expectAt(text, reading, "-");
  readDigits(text, reading, 2, 2);
  const days = daysOfDate(year, month, reading.value);
  if (days === undefined) throw new Unrepresentable(text);
  reading.value = days;
}

/** Digits behind the microseconds must be zeros: nothing is cut. */
function readTime(text: string, reading: Reading): void {
  readDigits(text, reading, 2, 2);
  let seconds = reading.value * 3600;
  expectAt(text, reading, ":");
  readDigits(text, reading, 2, 2);
  seconds += reading.value * 60;
  expectAt(text, reading, ":");
  readDigits(text, reading, 2, 2);
  seconds += reading.value;
  let fraction = 0;
  if (text.charCodeAt(reading.at) === POINT) {
    const start = (reading.at += 1);
    for (; isDigit(text, reading.at); reading.at++) {
      const digit = text.charCodeAt(reading.at) - ZERO;
      if (reading.at - start < 6) fraction = fraction * 10 + digit;
      else if (digit > 0) throw new Unrepresentable(text);
    }
    for (let digits = reading.at - start; digits < 6; digits++) fraction *= 10;
  }
  reading.value = seconds * MICROSECONDS + fraction;
}

function readDigits(text: string, reading: Reading, least: number, most: number): void {
  const start = reading.at;
  let value = 0;
  for (; reading.at - start < most && isDigit(text, reading.at); reading.at++) {
    value = value * 10 + text.charCodeAt(reading.at) - ZERO;
  }
  if (reading.at - start < least) throw new Unrepresentable(text);
  reading.value = value;
}

function isDigit(text: string, at: number): boolean {
  const digit = text.charCodeAt(at) - ZERO;
  return digit >= 0 && digit <= 9;
}

function expectAt(text: string, reading: Reading, character: string): void {
  if (text[reading.at] !== character) throw new Unrepresentable(text);
  reading.at += 1;
}
