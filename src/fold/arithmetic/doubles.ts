/** Doubles digit by digit: how sources round them and divide by them. */
import { absolute, digitsOf, tenTo, type Scaled } from "../exact-number.js";

/** Half to even, as `rint` does. */
export function roundEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return rest < 0.5 ? floor : floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}

/** Half away from zero, as `round` does. */
export function roundAway(value: number): number {
  const whole = Math.trunc(value);
  return Math.abs(value - whole) >= 0.5 ? whole + Math.sign(value) : whole;
}

/** All digits of a finite double. */
export function exactDecimal(value: number): Scaled {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xf_ffff_ffff_ffffn;
  const mantissa = exponent === 0 ? fraction : fraction | (1n << 52n);
  const shift = Math.max(exponent, 1) - 1075;
  const units = shift >= 0 ? mantissa << BigInt(shift) : mantissa * 5n ** BigInt(-shift);
  return { units: value < 0 ? -units : units, scale: Math.max(-shift, 0) };
}

/** The number with so many significant digits, half to even, without zeros at its end. */
export function significant(value: number, digits: number): Scaled {
  const exact = exactDecimal(value);
  const surplus = digitsOf(exact.units) - digits;
  if (surplus <= 0) return trimmed(exact);
  const unit = tenTo(surplus);
  const [quotient, rest] = [absolute(exact.units) / unit, absolute(exact.units) % unit];
  const up = rest * 2n > unit || (rest * 2n === unit && quotient % 2n === 1n);
  const units = (quotient + (up ? 1n : 0n)) * (value < 0 ? -1n : 1n);
  const scale = exact.scale - surplus;
  return trimmed(scale >= 0 ? { units, scale } : { units: units * tenTo(-scale), scale: 0 });
}

function trimmed({ units, scale }: Scaled): Scaled {
  let [left, digits] = [units, scale];
  while (digits > 0 && left % 10n === 0n) {
    left /= 10n;
    digits--;
  }
  return { units: left, scale: digits };
}

/** The quotient as x86 computes it with 64 bits, then cut to a double: rounded twice. */
export function extendedQuotient(dividend: bigint, divisor: bigint): number {
  if (dividend === 0n) return 0;
  const [above, below] = [extended(absolute(dividend)), extended(absolute(divisor))];
  // As many bits as make the quotient one of 65 or 66.
  const shift = 65 - (bitsOf(above) - bitsOf(below));
  const up = shift > 0 ? above << BigInt(shift) : above;
  const down = shift > 0 ? below : below << BigInt(-shift);
  const quotient = up / down;
  const sticky = up % down === 0n ? 0n : 1n;
  // One more bit says whether there is anything behind.
  const wide = roundBits((quotient << 1n) | sticky, 64);
  const value = toDouble(wide, -shift - 1);
  return dividend < 0n === divisor < 0n ? value : -value;
}

/** Rounded to the 64 bits of an x86 register. */
function extended(value: bigint): bigint {
  return roundBits(value, 64);
}

/** Keeps the leading bits, half to even; the others become zero. */
function roundBits(value: bigint, bits: number): bigint {
  const surplus = BigInt(bitsOf(value) - bits);
  if (surplus <= 0n) return value;
  const unit = 1n << surplus;
  const half = unit >> 1n;
  const [kept, rest] = [value / unit, value % unit];
  const up = rest > half || (rest === half && kept % 2n === 1n);
  return (kept + (up ? 1n : 0n)) * unit;
}

/** value × 2^exponent, rounded once. */
function toDouble(value: bigint, exponent: number): number {
  return Number(roundBits(value, 53)) * 2 ** exponent;
}

function bitsOf(value: bigint): number {
  return value.toString(2).length;
}
