/** Numbers that a service sends as texts → a column's builder. */
import type { FixedBuilder } from "../../rows/fixed-builder.js";
import { putDecimal } from "./put-decimal.js";
import { Unrepresentable } from "./unrepresentable.js";

/** Digits that a double holds, whatever they are. */
const SAFE_DIGITS = 15;

/** A whole number of 64 bits. Throws {@link Unrepresentable}, with nothing appended. */
export function appendInteger(builder: FixedBuilder, text: string): void {
  if (text.length <= SAFE_DIGITS) {
    builder.appendNumber(wholeIn(text));
    return;
  }
  if (!/^-?\d+$/.test(text)) throw new Unrepresentable(text);
  const value = BigInt(text);
  if (BigInt.asIntN(64, value) !== value) throw new Unrepresentable(text);
  builder.appendBigInt(value);
}

/**
 * A decimal in a column of so many digits behind the point; `wide` for one of 128 bits. Throws {@link
 * Unrepresentable}, with nothing appended.
 */
export function appendDecimal(
  builder: FixedBuilder,
  text: string,
  scale: number,
  wide: boolean,
): void {
  const point = text.indexOf(".");
  const digits = point < 0 ? text : text.slice(0, point) + text.slice(point + 1);
  const given = point < 0 ? 0 : text.length - point - 1;
  const missing = scale - given;
  if (missing >= 0 && digits.length + missing <= SAFE_DIGITS) {
    return putDecimal(builder, wholeIn(digits) * 10 ** missing, wide);
  }
  if (!/^-?\d+$/.test(digits)) throw new Unrepresentable(text);
  // Zeros behind the scale say nothing; other digits there are none that the type has.
  const kept = missing >= 0 ? digits + "0".repeat(missing) : digits.slice(0, missing);
  if (missing < 0 && !/^0+$/.test(digits.slice(missing))) throw new Unrepresentable(text);
  const value = BigInt(kept);
  const bits = wide ? 128 : 64;
  if (BigInt.asIntN(bits, value) !== value) throw new Unrepresentable(text);
  builder.appendBigInt(value);
}

/** A whole number of few digits, and of nothing else. */
function wholeIn(text: string): number {
  const sign = text[0] === "-" ? 1 : 0;
  if (text.length === sign) throw new Unrepresentable(text);
  const value = digitsIn(text, sign, text.length);
  return sign === 1 ? -value : value;
}

/** The number whose digits stand there, and nothing else. Throws {@link Unrepresentable}. */
export function digitsIn(text: string, start: number, end: number): number {
  let number = 0;
  for (let i = start; i < end; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (!(digit >= 0 && digit <= 9)) throw new Unrepresentable(text);
    number = number * 10 + digit;
  }
  return number;
}
