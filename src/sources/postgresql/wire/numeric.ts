import type { FixedBuilder } from "../../../rows/fixed-builder.js";
import { putDecimal } from "../../server/put-decimal.js";
import { Unrepresentable } from "../../server/unrepresentable.js";

/** Groups of four digits that make up a value; sign and weight stand before them. */
const POSITIVE = 0x0000;
const NEGATIVE = 0x4000;
const NAN = 0xc000;
const SAFE = Number.MAX_SAFE_INTEGER;
const POWERS = Array.from({ length: 16 }, (_, exponent) => 10 ** exponent);

export type NumericDecoder = (
  column: FixedBuilder,
  view: DataView,
  at: number,
  length: number,
) => void;

/**
 * Decodes a binary numeric to its unscaled value. NaN, infinities and values that the precision
 * cannot hold throw {@link Unrepresentable} before anything is appended.
 */
export function numericDecoder(precision: number, scale: number): NumericDecoder {
  const limit = precision <= 15 ? 10 ** precision : Infinity;
  const wide = precision > 18;
  return (column, view, at, length) => {
    const groups = length < 8 ? 0 : view.getUint16(at);
    if (length !== 8 + 2 * groups) throw new RangeError("a numeric is not as long as it says");
    const sign = view.getUint16(at + 4);
    if (sign !== POSITIVE && sign !== NEGATIVE) throw new Unrepresentable(specialName(sign));
    const exponent = (view.getInt16(at + 2) - groups + 1) * 4 + scale;
    const value = smallValue(view, at + 8, groups, exponent);
    if (value === undefined || value >= limit) {
      const exact = unscaled(view, at + 8, groups, exponent, precision);
      column.appendBigInt(sign === NEGATIVE ? -exact : exact);
    } else {
      putDecimal(column, sign === NEGATIVE ? -value : value, wide);
    }
  };
}

/** The unscaled value where double arithmetic is exact, else undefined. */
function smallValue(
  view: DataView,
  start: number,
  groups: number,
  exponent: number,
): number | undefined {
  if (groups > 4 || exponent > 15 || exponent < -4) return undefined;
  let value = 0;
  for (let at = start, end = start + 2 * groups; at < end; at += 2) {
    value = value * 10_000 + groupAt(view, at);
  }
  if (value > SAFE) return undefined;
  if (exponent < 0) {
    const quotient = value / (POWERS[-exponent] ?? 1);
    return Number.isInteger(quotient) ? quotient : undefined;
  }
  value *= POWERS[exponent] ?? 1;
  return value > SAFE ? undefined : value;
}

/** The unscaled value of any size. */
function unscaled(
  view: DataView,
  start: number,
  groups: number,
  exponent: number,
  precision: number,
): bigint {
  let value = 0n;
  for (let at = start, end = start + 2 * groups; at < end; at += 2) {
    value = value * 10_000n + BigInt(groupAt(view, at));
  }
  if (exponent >= 0) value *= 10n ** BigInt(exponent);
  else {
    const divisor = 10n ** BigInt(-exponent);
    if (value % divisor !== 0n) throw new Unrepresentable("a value with more decimals");
    value /= divisor;
  }
  if (value >= 10n ** BigInt(precision)) throw new Unrepresentable("a value with more digits");
  return value;
}

/** Four digits. */
function groupAt(view: DataView, at: number): number {
  const group = view.getUint16(at);
  if (group > 9999) throw new RangeError("four digits of a numeric are no digits");
  return group;
}

function specialName(sign: number): string {
  if (sign === NAN) return "NaN";
  return sign === 0xf000 ? "-Infinity" : "Infinity";
}
