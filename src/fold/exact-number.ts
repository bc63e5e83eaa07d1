/**
 * Numbers that keep every digit: whole units and how many of their digits stand behind the point.
 * Cubes, pages and tests calculate with them; nothing here is rounded unless it says so.
 */

export interface Scaled {
  /** The digits without the point. */
  readonly units: bigint;
  /** How many of them stand behind it; at least 0. */
  readonly scale: number;
}

/** A number with a longer exponent is not written out: it would fill the memory. */
const MOST_EXPONENT = 5_000;

/** Reads an integer or a decimal; undefined where it is neither, or out of all proportion. */
export function parseScaled(text: string): Scaled | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(text.trim());
  if (!match) return undefined;
  const [, sign, whole = "", fraction = "", exponent = "0"] = match;
  if (whole === "" && fraction === "") return undefined;
  if (Math.abs(Number(exponent)) > MOST_EXPONENT) return undefined;
  const digits = BigInt(whole + fraction);
  const units = sign === "-" ? -digits : digits;
  const scale = fraction.length - Number(exponent);
  return scale < 0 ? { units: units * tenTo(-scale), scale: 0 } : { units, scale };
}

/** The units of the same number with `to` digits behind the point, not fewer than it has. */
export function rescaled({ units, scale }: Scaled, to: number): bigint {
  return to === scale ? units : units * tenTo(to - scale);
}

/** Negative, zero or positive, as a comparison is. */
export function compareScaled(one: Scaled, other: Scaled): number {
  const { units } = sameScale(one, other);
  return units[0] < units[1] ? -1 : Number(units[0] > units[1]);
}

/** Two numbers with equally many digits behind the point. */
export function sameScale(
  one: Scaled,
  other: Scaled,
): { readonly units: readonly [bigint, bigint]; readonly scale: number } {
  const scale = Math.max(one.scale, other.scale);
  return { units: [rescaled(one, scale), rescaled(other, scale)], scale };
}

export function add(one: Scaled, other: Scaled): Scaled {
  const { units, scale } = sameScale(one, other);
  return { units: units[0] + units[1], scale };
}

export function negated({ units, scale }: Scaled): Scaled {
  return { units: -units, scale };
}

export function multiply(one: Scaled, other: Scaled): Scaled {
  return { units: one.units * other.units, scale: one.scale + other.scale };
}

/** The quotient of whole numbers, rounded half away from zero. */
export function divideRounded(dividend: bigint, divisor: bigint): bigint {
  const [above, below] = [absolute(dividend), absolute(divisor)];
  const quotient = (above * 2n + below) / (below * 2n);
  return dividend < 0n === divisor < 0n ? quotient : -quotient;
}

/** With `to` digits behind the point, fewer than 0 rounding before it; half away from zero. */
export function rounded({ units, scale }: Scaled, to: number): Scaled {
  if (to >= scale) return { units: rescaled({ units, scale }, to), scale: to };
  const cut = divideRounded(units, tenTo(scale - to));
  return to >= 0 ? { units: cut, scale: to } : { units: cut * tenTo(-to), scale: 0 };
}

/** The nearest double, ties to even, as of its decimal text. */
export function nearestDouble({ units, scale }: Scaled): number {
  return Number(`${units}e${-scale}`);
}

export function tenTo(exponent: number): bigint {
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
