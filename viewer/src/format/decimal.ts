/** Exact numbers: what integers of any size and decimals say with their digits. */

/** `units` over ten to the power of `scale`; the sign stands apart, since zero may have one. */
export interface Decimal {
  readonly negative: boolean;
  /** Not negative. */
  readonly units: bigint;
  readonly scale: number;
}

const WRITTEN = /^([-+]?)(\d+)(?:\.(\d*))?(?:[eE]([-+]?\d{1,4}))?$/;

/** The number behind digits; undefined for every other text. */
export function parseDecimal(text: string): Decimal | undefined {
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = WRITTEN.exec(text) ?? [];
  if (whole === "") return undefined;
  const units = BigInt(whole + fraction);
  const scale = fraction.length - Number(exponent);
  const negative = sign === "-";
  return scale < 0
    ? { negative, units: units * tenTo(-scale), scale: 0 }
    : { negative, units, scale };
}

/** The exact number that a value stands for; undefined for what has none, and for fractions. */
export function exactValue(value: number | string): Decimal | undefined {
  if (typeof value === "string") return parseDecimal(value);
  if (!Number.isSafeInteger(value)) return undefined;
  const negative = value < 0 || Object.is(value, -0);
  return { negative, units: BigInt(Math.abs(value)), scale: 0 };
}

/** All digits, as `parseDecimal` reads them. */
export function decimalText({ negative, units, scale }: Decimal): string {
  const digits = String(units).padStart(scale + 1, "0");
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return negative && units !== 0n ? `-${text}` : text;
}

export function sumOf(numbers: Iterable<Decimal>): Decimal {
  let units = 0n;
  let scale = 0;
  for (const one of numbers) {
    if (one.scale > scale) {
      units *= tenTo(one.scale - scale);
      scale = one.scale;
    }
    const added = one.units * tenTo(scale - one.scale);
    units += one.negative ? -added : added;
  }
  return signed(units, scale);
}

export function difference(a: Decimal, b: Decimal): Decimal {
  return sumOf([a, { ...b, negative: !b.negative }]);
}

/** Digits of a quotient after the point: no format asks for more. */
const QUOTIENT_SCALE = 60;

/** Undefined for a division by zero. */
export function quotient(a: Decimal, b: Decimal): Decimal | undefined {
  if (b.units === 0n) return undefined;
  const upper = a.units * tenTo(b.scale + QUOTIENT_SCALE);
  const units = upper / (b.units * tenTo(a.scale));
  return { negative: a.negative !== b.negative && units !== 0n, units, scale: QUOTIENT_SCALE };
}

/** The nearest whole number to `units` over ten to the power of `places`; halves go up. */
export function roundedUnits(units: bigint, places: number): bigint {
  if (places <= 0) return units * tenTo(-places);
  const divisor = tenTo(places);
  return (2n * units + divisor) / (2n * divisor);
}

/** To so many places, halves away from zero. */
export function roundedTo({ negative, units, scale }: Decimal, places: number): Decimal {
  return { negative, units: roundedUnits(units, scale - places), scale: places };
}

function signed(units: bigint, scale: number): Decimal {
  return { negative: units < 0n, units: units < 0n ? -units : units, scale };
}

function tenTo(power: number): bigint {
  return 10n ** BigInt(power);
}
