import type { FixedBuilder } from "../../../rows/fixed-builder.js";
import { putDecimal } from "../../server/put-decimal.js";
import { Unrepresentable } from "../../server/unrepresentable.js";

/** Appends the value of the text that has `length` bytes from `at`. */
export type DecimalDecoder = (
  column: FixedBuilder,
  bytes: Buffer,
  at: number,
  length: number,
) => void;

const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
/** Digits that a double holds for certain. */
const SAFE_DIGITS = 15;
const POWERS = Array.from({ length: SAFE_DIGITS + 1 }, (_, exponent) => 10 ** exponent);
const SAFE_LIMIT = 10n ** BigInt(SAFE_DIGITS);

/**
 * Decodes the text of a decimal to its unscaled value. Digits that the precision or the scale
 * cannot hold throw {@link Unrepresentable} before anything is appended.
 */
export function decimalDecoder(precision: number, scale: number): DecimalDecoder {
  const limit = precision <= SAFE_DIGITS ? 10 ** precision : Infinity;
  const exactLimit = 10n ** BigInt(precision);
  const wide = precision > 18;
  return (column, bytes, at, length) => {
    const end = at + length;
    const negative = bytes[at] === MINUS;
    const start = negative ? at + 1 : at;
    const point = pointIn(bytes, start, end);
    if (start === end || pointIn(bytes, point + 1, end) < end) {
      throw new RangeError("a decimal is no number");
    }
    const missing = scale - (point === end ? 0 : end - point - 1);
    if (missing < 0) throw new Unrepresentable("a value with more decimals");
    const digits = end - start - (point === end ? 0 : 1) + missing;
    if (digits <= SAFE_DIGITS) {
      const value = digitsOf(bytes, start, end) * (POWERS[missing] ?? 1);
      if (value >= limit) throw new Unrepresentable("a value with more digits");
      putDecimal(column, negative ? -value : value, wide);
      return;
    }
    const size = longValue(bytes, start, end, digits, missing);
    // A leading zero is a digit too, so that more digits than fit may still be a value that fits.
    if (digits > precision && size >= exactLimit) {
      throw new Unrepresentable("a value with more digits");
    }
    column.appendBigInt(negative ? -size : size);
  };
}

function pointIn(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at] !== POINT) at++;
  return at;
}

/** The digits in a part of the text as a whole number, the point left out. */
function digitsOf(bytes: Buffer, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === POINT) continue;
    const digit = byte - ZERO;
    if (digit < 0 || digit > 9) throw new RangeError("a decimal is no number");
    value = value * 10 + digit;
  }
  return value;
}

/**
 * Two doubles hold 30 digits: the last fifteen, to which the missing zeros belong, and those
 * before.
 */
function longValue(
  bytes: Buffer,
  start: number,
  end: number,
  digits: number,
  missing: number,
): bigint {
  if (digits > 2 * SAFE_DIGITS || missing > SAFE_DIGITS) {
    const text = bytes.toString("latin1", start, end).replace(".", "");
    if (!/^\d+$/.test(text)) throw new RangeError("a decimal is no number");
    return BigInt(text + "0".repeat(missing));
  }
  let split = end;
  for (let left = SAFE_DIGITS - missing; left > 0; split--) {
    if (bytes[split - 1] !== POINT) left--;
  }
  const high = digitsOf(bytes, start, split);
  const low = digitsOf(bytes, split, end) * (POWERS[missing] ?? 1);
  return BigInt(high) * SAFE_LIMIT + BigInt(low);
}
