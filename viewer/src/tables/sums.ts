/** Sums of columns, without an error that depends on how many values there are or in which order. */
import type { Value } from "../../../src/contract/result.js";
import { sumOf, type Decimal } from "../format/decimal.js";

const DIGITS = /^(-?)(\d+)(?:\.(\d+))?$/;
/** Digits that a double always has room for. */
const SHORT = 15;
const MOST = 2 ** 52;

/**
 * Of whole numbers and decimals, digit by digit; NULL is left out. Undefined when some value is not
 * written with digits alone.
 */
export function exactSum(values: Iterable<Value>): Decimal | undefined {
  const byScale = new Map<number, Partial>();
  for (const value of values) {
    if (value === null) continue;
    const [, sign, whole = "", fraction = ""] = DIGITS.exec(String(value)) ?? [];
    if (sign === undefined) return undefined;
    const scale = fraction.length;
    let part = byScale.get(scale);
    if (!part) byScale.set(scale, (part = { large: 0n, small: 0 }));
    add(part, sign === "-", whole + fraction);
  }
  return sumOf(
    Array.from(byScale, ([scale, { large, small }]): Decimal => {
      const units = large + BigInt(small);
      return { negative: units < 0n, units: units < 0n ? -units : units, scale };
    }),
  );
}

/** A sum of units: what a double holds exactly apart, because adding it up is quicker. */
interface Partial {
  large: bigint;
  small: number;
}

function add(part: Partial, negative: boolean, digits: string): void {
  if (digits.length > SHORT) {
    part.large += negative ? -BigInt(digits) : BigInt(digits);
    return;
  }
  part.small += negative ? -Number(digits) : Number(digits);
  if (Math.abs(part.small) < MOST) return;
  part.large += BigInt(part.small);
  part.small = 0;
}

/**
 * Of doubles: the double next to their true sum, whatever their order. Partial sums are kept that
 * do not overlap, as in Shewchuk's "Adaptive Precision Floating-Point Arithmetic" (1997).
 */
export function floatSum(numbers: Iterable<number>): number {
  const parts: number[] = [];
  let beyond = 0;
  for (const number of numbers) {
    if (!Number.isFinite(number)) {
      beyond += number;
      continue;
    }
    let rest = number;
    let count = 0;
    for (const part of parts) {
      const [large, small] = Math.abs(rest) < Math.abs(part) ? [part, rest] : [rest, part];
      const sum = large + small;
      const error = small - (sum - large);
      if (error !== 0) parts[count++] = error;
      rest = sum;
    }
    if (!Number.isFinite(rest)) return rest;
    parts.length = count;
    parts.push(rest);
  }
  return beyond === 0 ? rounded(parts) : beyond;
}

/** The sum of parts that do not overlap, the largest last, rounded once. */
function rounded(parts: number[]): number {
  let sum = parts.pop() ?? 0;
  let error = 0;
  while (error === 0) {
    const part = parts.pop();
    if (part === undefined) return sum;
    const before = sum;
    sum = before + part;
    error = part - (sum - before);
  }
  // Half a unit in the last place goes the way of what is below it.
  const next = parts.at(-1) ?? 0;
  if (Math.sign(next) === Math.sign(error) && next !== 0) {
    const twice = error * 2;
    const away = sum + twice;
    if (twice === away - sum) return away;
  }
  return sum;
}
