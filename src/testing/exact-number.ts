/**
 * Numbers of test expressions: exact decimals, `digits` × 10^-scale, in lowest terms, so that
 * 64-bit integers and decimals compare and add without loss. Floats count as the shortest decimal
 * that names them. NaN and the infinities are the numbers of JavaScript.
 */
export interface Exact {
  readonly digits: bigint;
  /** At least 0. */
  readonly scale: number;
}

export type ExactNumber = Exact | number;

/** Quotients that do not end are rounded after at least so many significant digits. */
const QUOTIENT_DIGITS = 34;
/** A power with more digits than this is computed as a float. */
const MOST_DIGITS = 5_000;

const NUMBER = /^([-+]?)(\d*)(?:\.(\d*))?(?:[eE]([-+]?\d+))?$/;

/** The number that a text spells; undefined when it spells none. */
export function parseNumber(text: string): ExactNumber | undefined {
  if (text === "NaN" || text === "Infinity" || text === "-Infinity") return Number(text);
  const match = NUMBER.exec(text);
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match ?? [];
  if (!match || (whole === "" && fraction === "")) return undefined;
  const power = Number(exponent);
  if (Math.abs(power) > MOST_DIGITS) return Number(text);
  const digits = BigInt(`${sign === "-" ? "-" : ""}${whole}${fraction}`);
  const scale = fraction.length - power;
  return scale < 0 ? exact(digits * tenTo(-scale), 0) : exact(digits, scale);
}

/** Exact for every finite number: a float counts as the shortest decimal that names it. */
export function fromNumber(value: number): ExactNumber {
  if (Number.isSafeInteger(value)) return { digits: BigInt(value), scale: 0 };
  return parseNumber(String(value)) ?? value;
}

/** An exact number with all its digits and without an exponent. */
export function numberText(value: ExactNumber): string {
  if (typeof value === "number") return String(value);
  const { digits, scale } = value;
  if (scale === 0) return digits.toString();
  const text = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, "0");
  const point = text.length - scale;
  return `${digits < 0n ? "-" : ""}${text.slice(0, point)}.${text.slice(point)}`;
}

/** The nearest float. */
export function toFloat(value: ExactNumber): number {
  return typeof value === "number" ? value : Number(numberText(value));
}

/** Negative, zero or positive; NaN when there is no order, as with NaN. */
export function compareNumbers(a: ExactNumber, b: ExactNumber): number {
  if (typeof a === "number" || typeof b === "number") {
    const [x, y] = [toFloat(a), toFloat(b)];
    return x < y ? -1 : x > y ? 1 : x === y ? 0 : Number.NaN;
  }
  const [x, y] = aligned(a, b);
  return x < y ? -1 : x > y ? 1 : 0;
}

export function negate(value: ExactNumber): ExactNumber {
  return typeof value === "number" ? -value : { ...value, digits: -value.digits };
}

export function absolute(value: ExactNumber): ExactNumber {
  if (typeof value === "number") return Math.abs(value);
  return value.digits < 0n ? negate(value) : value;
}

export function add(a: ExactNumber, b: ExactNumber): ExactNumber {
  if (typeof a === "number" || typeof b === "number") return toFloat(a) + toFloat(b);
  const [x, y] = aligned(a, b);
  return exact(x + y, Math.max(a.scale, b.scale));
}

/** The sum of many: digits of one scale are added as they are. */
export function total(numbers: readonly ExactNumber[]): ExactNumber {
  const byScale = new Map<number, bigint>();
  let floats: number | undefined;
  for (const number of numbers) {
    if (typeof number === "number") floats = (floats ?? 0) + number;
    else byScale.set(number.scale, (byScale.get(number.scale) ?? 0n) + number.digits);
  }
  const zero: ExactNumber = { digits: 0n, scale: 0 };
  const sum = [...byScale].reduce<ExactNumber>(
    (before, [scale, digits]) => add(before, exact(digits, scale)),
    zero,
  );
  return floats === undefined ? sum : add(sum, floats);
}

export function subtract(a: ExactNumber, b: ExactNumber): ExactNumber {
  return add(a, negate(b));
}

export function multiply(a: ExactNumber, b: ExactNumber): ExactNumber {
  if (typeof a === "number" || typeof b === "number") return toFloat(a) * toFloat(b);
  return exact(a.digits * b.digits, a.scale + b.scale);
}

export function isZero(value: ExactNumber): boolean {
  return typeof value === "number" ? value === 0 : value.digits === 0n;
}

/** `b` is not zero. */
export function divide(a: ExactNumber, b: ExactNumber): ExactNumber {
  if (typeof a === "number" || typeof b === "number") return toFloat(a) / toFloat(b);
  const more = QUOTIENT_DIGITS + Math.max(0, digitsOf(b) - digitsOf(a));
  const scale = more + a.scale - b.scale;
  const shift = scale < 0 ? more - scale : more;
  const quotient = roundedQuotient(a.digits * tenTo(shift), b.digits);
  return exact(quotient, Math.max(0, scale));
}

/** The greatest whole number that is not above the quotient. */
export function floorDivide(a: ExactNumber, b: ExactNumber): ExactNumber {
  if (typeof a === "number" || typeof b === "number") return Math.floor(toFloat(a) / toFloat(b));
  const [x, y] = aligned(a, b);
  const quotient = x / y;
  const isBelow = x % y !== 0n && x < 0n !== y < 0n;
  return { digits: isBelow ? quotient - 1n : quotient, scale: 0 };
}

/** With the sign of `b`, as in Python. */
export function modulo(a: ExactNumber, b: ExactNumber): ExactNumber {
  return subtract(a, multiply(b, floorDivide(a, b)));
}

/** Exact for whole exponents of reasonable size, else as a float. */
export function power(base: ExactNumber, exponent: ExactNumber): ExactNumber {
  const times = toFloat(exponent);
  const isExact = typeof base !== "number" && Number.isInteger(times);
  if (!isExact || digitsOf(base) * Math.abs(times) > MOST_DIGITS) {
    return fromNumber(toFloat(base) ** times);
  }
  const positive = exact(base.digits ** BigInt(Math.abs(times)), base.scale * Math.abs(times));
  if (times >= 0) return positive;
  return isZero(positive) ? Infinity : divide({ digits: 1n, scale: 0 }, positive);
}

/** Halves go away from zero. `places` may be negative. */
export function round(value: ExactNumber, places: number): ExactNumber {
  if (typeof value === "number" || places >= value.scale) return value;
  const divisor = tenTo(value.scale - places);
  const rounded = roundedQuotient(value.digits, divisor);
  return places >= 0 ? exact(rounded, places) : exact(rounded * tenTo(-places), 0);
}

/** Equal numbers have equal keys. */
export function numberKey(value: ExactNumber): string {
  return typeof value === "number" ? String(value) : `${value.digits}e${value.scale}`;
}

function exact(digits: bigint, scale: number): Exact {
  let [shortened, left] = [digits, scale];
  while (left > 0 && shortened % 10n === 0n) {
    shortened /= 10n;
    left--;
  }
  return { digits: shortened, scale: left };
}

function aligned(a: Exact, b: Exact): [bigint, bigint] {
  if (a.scale === b.scale) return [a.digits, b.digits];
  return a.scale < b.scale
    ? [a.digits * tenTo(b.scale - a.scale), b.digits]
    : [a.digits, b.digits * tenTo(a.scale - b.scale)];
}

const POWERS_OF_TEN: readonly bigint[] = Array.from({ length: 40 }, (_, i) => 10n ** BigInt(i));

function tenTo(exponent: number): bigint {
  return POWERS_OF_TEN[exponent] ?? 10n ** BigInt(exponent);
}

function digitsOf({ digits }: Exact): number {
  return digits.toString().length;
}

function roundedQuotient(a: bigint, b: bigint): bigint {
  const [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  const half = (x * 2n + y) / (y * 2n);
  return a < 0n === b < 0n ? half : -half;
}
