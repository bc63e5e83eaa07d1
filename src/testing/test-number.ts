/**
 * Numbers of test expressions: exact ones in lowest terms, so that 64-bit integers and decimals
 * compare and add without loss, and floats. Floats count as the shortest decimal that names them;
 * NaN and the infinities are the numbers of JavaScript.
 */
import { decimalText } from "../contract/value-text.js";
import {
  absolute,
  add as addExact,
  compareScaled,
  digitsOf,
  divideRounded,
  multiply as multiplyExact,
  negated,
  parseScaled,
  rounded,
  sameScale,
  tenTo,
  type Scaled,
} from "../fold/exact-number.js";

export type TestNumber = Scaled | number;

/** Quotients that do not end are rounded after at least so many significant digits. */
const QUOTIENT_DIGITS = 34;
/** A power with more digits than this is computed as a float. */
const MOST_DIGITS = 5_000;

/** The number that a text spells; undefined when it spells none. */
export function parseNumber(text: string): TestNumber | undefined {
  if (text === "NaN" || text === "Infinity" || text === "-Infinity") return Number(text);
  const exact = parseScaled(text);
  if (exact) return lowest(exact);
  // With an exponent that is too long to be written out.
  const float = /^[-+.\d]+e[-+]?\d+$/i.test(text) ? Number(text) : Number.NaN;
  return Number.isNaN(float) ? undefined : float;
}

/** Exact for every finite number: a float counts as the shortest decimal that names it. */
export function fromNumber(value: number): TestNumber {
  if (Number.isSafeInteger(value)) return { units: BigInt(value), scale: 0 };
  return parseNumber(String(value)) ?? value;
}

/** An exact number with all its digits and without an exponent. */
export function numberText(value: TestNumber): string {
  return typeof value === "number" ? String(value) : decimalText(value.units, value.scale);
}

/** The nearest float. */
export function toFloat(value: TestNumber): number {
  return typeof value === "number" ? value : Number(numberText(value));
}

/** Negative, zero or positive; NaN when there is no order, as with NaN. */
export function compareNumbers(a: TestNumber, b: TestNumber): number {
  if (typeof a !== "number" && typeof b !== "number") return compareScaled(a, b);
  const [x, y] = [toFloat(a), toFloat(b)];
  return x < y ? -1 : x > y ? 1 : x === y ? 0 : Number.NaN;
}

export function negate(value: TestNumber): TestNumber {
  return typeof value === "number" ? -value : negated(value);
}

export function magnitude(value: TestNumber): TestNumber {
  if (typeof value === "number") return Math.abs(value);
  return { ...value, units: absolute(value.units) };
}

export function add(a: TestNumber, b: TestNumber): TestNumber {
  if (typeof a === "number" || typeof b === "number") return toFloat(a) + toFloat(b);
  return lowest(addExact(a, b));
}

/** The sum of many: digits of one scale are added as they are. */
export function total(numbers: readonly TestNumber[]): TestNumber {
  const byScale = new Map<number, bigint>();
  let floats: number | undefined;
  for (const number of numbers) {
    if (typeof number === "number") floats = (floats ?? 0) + number;
    else byScale.set(number.scale, (byScale.get(number.scale) ?? 0n) + number.units);
  }
  const zero: TestNumber = { units: 0n, scale: 0 };
  const sum = [...byScale].reduce<TestNumber>(
    (before, [scale, units]) => add(before, { units, scale }),
    zero,
  );
  return floats === undefined ? sum : add(sum, floats);
}

export function subtract(a: TestNumber, b: TestNumber): TestNumber {
  return add(a, negate(b));
}

export function multiply(a: TestNumber, b: TestNumber): TestNumber {
  if (typeof a === "number" || typeof b === "number") return toFloat(a) * toFloat(b);
  return lowest(multiplyExact(a, b));
}

export function isZero(value: TestNumber): boolean {
  return typeof value === "number" ? value === 0 : value.units === 0n;
}

/** `b` is not zero. */
export function divide(a: TestNumber, b: TestNumber): TestNumber {
  if (typeof a === "number" || typeof b === "number") return toFloat(a) / toFloat(b);
  const more = QUOTIENT_DIGITS + Math.max(0, digitsOf(b.units) - digitsOf(a.units));
  const scale = more + a.scale - b.scale;
  const shift = scale < 0 ? more - scale : more;
  const units = divideRounded(a.units * tenTo(shift), b.units);
  return lowest({ units, scale: Math.max(0, scale) });
}

/** The greatest whole number that is not above the quotient. */
export function floorDivide(a: TestNumber, b: TestNumber): TestNumber {
  if (typeof a === "number" || typeof b === "number") return Math.floor(toFloat(a) / toFloat(b));
  const [x, y] = sameScale(a, b).units;
  const quotient = x / y;
  const isBelow = x % y !== 0n && x < 0n !== y < 0n;
  return { units: isBelow ? quotient - 1n : quotient, scale: 0 };
}

/** With the sign of `b`, as in Python. */
export function modulo(a: TestNumber, b: TestNumber): TestNumber {
  return subtract(a, multiply(b, floorDivide(a, b)));
}

/** Exact for whole exponents of reasonable size, else as a float. */
export function power(base: TestNumber, exponent: TestNumber): TestNumber {
  const times = toFloat(exponent);
  const isExact = typeof base !== "number" && Number.isInteger(times);
  if (!isExact || digitsOf(base.units) * Math.abs(times) > MOST_DIGITS) {
    return fromNumber(toFloat(base) ** times);
  }
  const size = Math.abs(times);
  const positive = lowest({ units: base.units ** BigInt(size), scale: base.scale * size });
  if (times >= 0) return positive;
  return isZero(positive) ? Infinity : divide({ units: 1n, scale: 0 }, positive);
}

/** Halves go away from zero. `places` may be negative. */
export function round(value: TestNumber, places: number): TestNumber {
  if (typeof value === "number" || places >= value.scale) return value;
  return lowest(rounded(value, places));
}

/** Equal numbers have equal keys. */
export function numberKey(value: TestNumber): string {
  return typeof value === "number" ? String(value) : `${value.units}e${value.scale}`;
}

/** Without zeros at the end of the digits behind the point. */
function lowest({ units, scale }: Scaled): Scaled {
  let [shortened, left] = [units, scale];
  while (left > 0 && shortened % 10n === 0n) {
    shortened /= 10n;
    left--;
  }
  return { units: shortened, scale: left };
}
