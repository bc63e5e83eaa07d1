/** The order of a column's values: by its type and as exact as they came. */
import { isNumeric, type LogicalType } from "../../../src/contract/logical-type.js";
import type { Value } from "../../../src/contract/result.js";

/** Below 0 when the first comes first, 0 when the values are equal. */
export type Compare = (a: NonNullable<Value>, b: NonNullable<Value>) => number;

/** An ISO date, with or without a time of any precision. */
const ISO = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d(:?\d\d)?)?)?$/;

/**
 * How values of a type are ordered. Texts are ordered as people read them, numbers in them as
 * numbers; where all `texts` are dates or times, as those.
 */
export function comparison(type: LogicalType, texts: () => Iterable<Value> = () => []): Compare {
  if (isNumeric(type)) return compareNumbers;
  if (isTemporal(type)) return compareMoments;
  if (type === "interval") return compareIntervals;
  if (type === "bool") return (a, b) => Number(a === true) - Number(b === true);
  if (type === "text" && areDates(texts())) return compareMoments;
  const { compare } = new Intl.Collator(undefined, { numeric: true });
  return (a, b) => compare(String(a), String(b)) || byCode(String(a), String(b));
}

/** Types whose values stand on a line of time. */
export function isTemporal(type: LogicalType): boolean {
  return type === "date" || type === "timestamp" || type === "instant" || type === "time";
}

/** By all of their digits; NaN comes after every other number. */
export function compareNumbers(a: NonNullable<Value>, b: NonNullable<Value>): number {
  const [x, y] = [Number(a), Number(b)];
  if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
  if (x !== y) return x < y ? -1 : 1;
  // Rounding to a double keeps the order, but may make unlike numbers equal.
  return typeof a === "string" || typeof b === "string" ? compareDigits(String(a), String(b)) : 0;
}

const DIGITS = /^([-+]?)0*(\d*)(?:\.(\d*?)0*)?$/;

/** Numbers that are equal as doubles, so that their signs are alike; 0 when one has an exponent. */
function compareDigits(a: string, b: string): number {
  const [first, second] = [DIGITS.exec(a), DIGITS.exec(b)];
  if (!first || !second) return 0;
  const [, sign, wholeA = "", fractionA = ""] = first;
  const [, , wholeB = "", fractionB = ""] = second;
  const order =
    wholeA.length - wholeB.length || byCode(wholeA, wholeB) || byCode(fractionA, fractionB);
  return sign === "-" ? -order : order;
}

/** By code, which puts ISO dates and times of any precision in their order. */
function compareMoments(a: NonNullable<Value>, b: NonNullable<Value>): number {
  const [left, right] = [String(a), String(b)];
  const era = eraOf(left) - eraOf(right);
  if (era !== 0) return era;
  // Years before 0 count backwards, their months and days do not.
  const past = left.startsWith("-") ? byCode(right.slice(0, 7), left.slice(0, 7)) : 0;
  return past || byCode(plainMoment(left), plainMoment(right));
}

/** -infinity, years before 0, four digits, more digits, infinity. */
function eraOf(text: string): number {
  if (text === "-infinity") return 0;
  if (text === "infinity") return 4;
  return text.startsWith("-") ? 1 : text.startsWith("+") ? 3 : 2;
}

/** Without the mark of UTC, which would stand above the fraction of a second. */
function plainMoment(text: string): string {
  return text.replace(" ", "T").replace(/Z$/, "");
}

function areDates(values: Iterable<Value>): boolean {
  let some = false;
  for (const value of values) {
    if (value === null) continue;
    if (typeof value !== "string" || !ISO.test(value)) return false;
    some = true;
  }
  return some;
}

const SECONDS: Readonly<Record<string, number>> = {
  year: 31_104_000,
  mon: 2_592_000,
  month: 2_592_000,
  week: 604_800,
  day: 86_400,
};

/** A month counts 30 days, as the databases count it when they compare. */
function compareIntervals(a: NonNullable<Value>, b: NonNullable<Value>): number {
  return secondsOf(String(a)) - secondsOf(String(b)) || byCode(String(a), String(b));
}

function secondsOf(interval: string): number {
  let seconds = 0;
  for (const [, count, unit = ""] of interval.matchAll(/([-+]?\d+) (year|month|mon|week|day)s?/g)) {
    seconds += Number(count) * (SECONDS[unit] ?? 0);
  }
  const [, sign, hours, minutes, rest] =
    /([-+]?)(\d+):(\d\d):(\d\d(?:\.\d+)?)/.exec(interval) ?? [];
  if (hours === undefined) return seconds;
  const clock = Number(hours) * 3600 + Number(minutes) * 60 + Number(rest);
  return seconds + (sign === "-" ? -clock : clock);
}

function byCode(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
