/** Arithmetic of scaled integers. */
import { rescaled, type Scaled } from "../exact-number.js";

/** The quotient of whole numbers, rounded half away from zero. */
export function divideRounded(dividend: bigint, divisor: bigint): bigint {
  const [above, below] = [absolute(dividend), absolute(divisor)];
  const quotient = (above * 2n + below) / (below * 2n);
  return dividend < 0n === divisor < 0n ? quotient : -quotient;
}

/** With `scale` digits behind the point, fewer than 0 rounding before it; half away from zero. */
export function rounded({ units, scale }: Scaled, to: number): Scaled {
  if (to >= scale) return { units: rescaled({ units, scale }, to), scale: to };
  const cut = divideRounded(units, power(scale - to));
  return to >= 0 ? { units: cut, scale: to } : { units: cut * power(-to), scale: 0 };
}

export function add(one: Scaled, other: Scaled): Scaled {
  const scale = Math.max(one.scale, other.scale);
  return { units: rescaled(one, scale) + rescaled(other, scale), scale };
}

export function negated({ units, scale }: Scaled): Scaled {
  return { units: -units, scale };
}

export function multiply(one: Scaled, other: Scaled): Scaled {
  return { units: one.units * other.units, scale: one.scale + other.scale };
}

/** The nearest double, ties to even, as of its decimal text. */
export function nearestDouble({ units, scale }: Scaled): number {
  return Number(`${units}e${-scale}`);
}

export function power(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}

export function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** Whether it is an integer of so many bits, with a sign. */
export function fits(value: bigint, bits: number): boolean {
  return BigInt.asIntN(bits, value) === value;
}

/** Digits of a number without its sign and leading zeros; 0 has one. */
export function digitsOf(value: bigint): number {
  return absolute(value).toString().length;
}
