import type { FixedBuilder } from "../column-builder.js";

/** A value that the column's type cannot hold. The message says which, for people. */
export class Unrepresentable extends Error {
  override readonly name = "Unrepresentable";
}

export type DecimalDecoder = (
  column: FixedBuilder,
  bytes: Buffer,
  at: number,
  length: number,
) => void;

const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const WORD = 0x1_0000_0000;
/** Digits that a double holds for certain. */
const SAFE_DIGITS = 15;
const POWERS = Array.from({ length: SAFE_DIGITS + 1 }, (_, exponent) => 10 ** exponent);

/**
 * Decodes the text of a decimal to its unscaled value. Digits that the precision or the scale cannot hold throw
 * {@link Unrepresentable} before anything is appended.
 */
export function decimalDecoder(precision: number, scale: number): DecimalDecoder {
  const limit = precision <= SAFE_DIGITS ? 10 ** precision : Infinity;
  const wide = precision > 18;
  return (column, bytes, at, length) => {
    const end = at + length;
    const negative = bytes[at] === MINUS;
    let point = end;
    let value = 0;
    for (let i = negative ? at + 1 : at; i < end; i++) {
      const byte = bytes[i] ?? 0;
      if (byte === POINT) point = i;
      else value = value * 10 + byte - ZERO;
    }
    const missing = scale - (point === end ? 0 : end - point - 1);
    // More digits than a double holds, or fewer behind the point than the column says.
    if (length + missing > SAFE_DIGITS || missing < 0) {
      const exact = unscaled(bytes.toString("latin1", at, end), missing, precision);
      column.appendBigInt(exact);
      return;
    }
    if (missing > 0) value *= POWERS[missing] ?? 1;
    if (value >= limit) throw new Unrepresentable("a value with more digits");
    put(column, negative ? -value : value, wide);
  };
}

function unscaled(text: string, missing: number, precision: number): bigint {
  if (missing < 0) throw new Unrepresentable("a value with more decimals");
  const value = BigInt(text.replace(".", "") + "0".repeat(missing));
  const size = value < 0n ? -value : value;
  if (size >= 10n ** BigInt(precision)) throw new Unrepresentable("a value with more digits");
  return value;
}

function put(column: FixedBuilder, value: number, wide: boolean): void {
  const row = column.next();
  const high = Math.floor(value / WORD);
  const place = wide ? 4 * row : 2 * row;
  column.u32[place] = value;
  column.i32[place + 1] = high;
  if (wide) {
    const fill = value < 0 ? -1 : 0;
    column.i32[place + 2] = fill;
    column.i32[place + 3] = fill;
  }
}
