/** Decimal texts as scaled integers. */

export interface Scaled {
  /** The digits without the point. */
  readonly units: bigint;
  /** How many of them stand behind it. */
  readonly scale: number;
}

/** Reads an integer or a decimal; undefined where it is neither. */
export function parseScaled(text: string): Scaled | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(text.trim());
  if (!match) return undefined;
  const [, sign, whole = "", fraction = "", exponent = "0"] = match;
  if (whole === "" && fraction === "") return undefined;
  const digits = BigInt(whole + fraction);
  const units = sign === "-" ? -digits : digits;
  const scale = fraction.length - Number(exponent);
  return scale < 0 ? { units: units * 10n ** BigInt(-scale), scale: 0 } : { units, scale };
}

/** The same number with more digits behind the point. */
export function rescaled({ units, scale }: Scaled, to: number): bigint {
  return to === scale ? units : units * 10n ** BigInt(to - scale);
}

/** Negative, zero or positive, as a comparison is. */
export function compareScaled(one: Scaled, other: Scaled): number {
  const scale = Math.max(one.scale, other.scale);
  const [a, b] = [rescaled(one, scale), rescaled(other, scale)];
  return a < b ? -1 : Number(a > b);
}
