/**
 * DuckDB: integers of 32, 64 and 128 bits (which sums have), decimals of fixed digits, doubles, to which
 * `/` turns everything. What does not fit is an error; a double divided by zero is infinite.
 */
import { decimalText } from "../../contract/value-text.js";
import { decimalParts } from "../../contract/logical-type.js";
import { absolute, add, multiply, negated, tenTo, rounded, type Scaled } from "../exact-number.js";
import {
  commonOther,
  compareNumbers,
  doubleKind,
  integerOf,
  isNumber,
  meetsDouble,
  outOfRange,
  refuseInexact,
  same,
  scaledOf,
  whole,
  writeCell,
} from "./cells.js";
import { extendedQuotient, roundAway, roundEven } from "./doubles.js";
import { hasExponent, integerLiteral, numberParts } from "./literals.js";
import type { Cell, DecimalKind, IntegerKind, Kind, Operation } from "./kind.js";
import { unproved } from "./refused.js";
import type { CastTarget, Rules } from "./rules.js";

const MOST_DIGITS = 38;
/** Digits of a decimal in 64 bits. */
const NARROW = 18;
const DOUBLE: Kind = { is: "double", exact: true };
/** What `cast(x as decimal)` means. */
const BARE = { precision: 18, scale: 3 };
const SAFE = 2n ** 53n;
const WORD = 2n ** 64n;

export const duckdb: Rules = {
  leaf(leaf, { type }) {
    if (leaf === "count" || leaf === "distinct") return integer(64);
    // A wide sum that does not fit 64 bits is read as a bare decimal.
    if (type === "decimal" && leaf === "sum") return integer(128);
    if (type === "int64") return integer(leaf === "sum" ? 128 : 64);
    if (type === "int32") return integer(leaf === "sum" ? 128 : 32);
    if (type === "float64") return { is: "double", exact: leaf !== "sum" };
    if (type === "bool") return { is: "truth" };
    const parts = decimalParts(type);
    return parts ? { is: "decimal", ...parts } : { is: "other", type };
  },

  literal(type, value) {
    const number = numberParts(type, value);
    if (!number) return { kind: { is: "other", type }, cell: value };
    if (number.is === "integer") {
      const { kind, cell } = integerLiteral(number.value);
      return { kind: integer(kind.bits), cell };
    }
    const { text } = number;
    if (hasExponent(text)) return { kind: DOUBLE, cell: Number(text) };
    const precision = text.replace(".", "").length;
    if (precision > MOST_DIGITS) throw unproved("a number of so many digits");
    return { kind: decimal(precision, number.value.scale), cell: number.value };
  },

  arithmetic(operator, one, other) {
    if (!isNumber(one) || !isNumber(other)) throw unproved(`\`${operator}\` of these types`);
    if (operator === "/" || meetsDouble(one, other)) {
      return {
        kind: doubleKind(one, other),
        of: (a, b) => ofDoubles(operator, toDouble(one, a), toDouble(other, b ?? null)),
      };
    }
    if (one.is === "integer" && other.is === "integer") {
      const bits = Math.max(one.bits, other.bits) as IntegerKind["bits"];
      return {
        kind: integer(bits),
        of: (a, b) => whole(ofIntegers(operator, integerOf(a), integerOf(b ?? null)), bits),
      };
    }
    return ofDecimals(operator, asDecimal(one), asDecimal(other));
  },

  negate(kind) {
    if (kind.is === "integer") return { kind, of: (a) => whole(-integerOf(a), kind.bits) };
    if (kind.is === "double") return { kind, of: (a) => -Number(a) };
    if (kind.is === "decimal") return { kind, of: (a) => negated(scaledOf(a)) };
    throw unproved("`-` of this type");
  },

  round(kind, written) {
    refuseInexact([kind], "`round`");
    const digits = written ?? 0;
    if (kind.is === "double") return { kind, of: (a) => roundDouble(Number(a), digits) };
    if (kind.is === "integer") {
      if (digits >= 0) return same(kind);
      return { kind, of: (a) => whole(rounded(scaledOf(a), digits).units, kind.bits) };
    }
    if (kind.is !== "decimal") throw unproved("`round` of this type");
    if (digits >= kind.scale) return same(kind);
    const to = decimal(kind.precision, Math.max(digits, 0));
    return { kind: to, of: (a) => inside(rounded(scaledOf(a), digits), to) };
  },

  cast,

  average(sum) {
    if (sum.is === "double") return { kind: sum, of: (a, b) => Number(a) / Number(b) };
    if (!isNumber(sum)) throw unproved("`avg` of this type");
    return {
      kind: DOUBLE,
      of(a, b) {
        const { units, scale } = scaledOf(a);
        return extendedQuotient(units, integerOf(b ?? null) * tenTo(scale));
      },
    };
  },

  common(kinds) {
    const kind = commonOther(kinds) ?? kinds.reduce(union);
    return {
      kind,
      from: (from) => (cell) => {
        if (cell === null) return null;
        if (kind.is === "double") return toDouble(from, cell);
        return kind.is === "decimal" ? inside(rounded(scaledOf(cell), kind.scale), kind) : cell;
      },
    };
  },

  comparison(one, other) {
    refuseInexact([one, other], "a comparison");
    return compareNumbers(one, other, toDouble);
  },

  write(kind, cell) {
    if (kind.is !== "decimal") return writeCell(kind, cell);
    const { precision, scale } = kind;
    const value = cell === null ? null : decimalText(scaledOf(cell).units, scale);
    return { type: `decimal(${precision},${scale})`, value };
  },
};

function integer(bits: IntegerKind["bits"]): IntegerKind {
  const digits = { 32: 10, 64: 19, 128: MOST_DIGITS };
  return { is: "integer", bits, digits: digits[bits] };
}

function decimal(precision: number, scale: number): DecimalKind {
  if (scale > MOST_DIGITS) throw unproved("a decimal of so many digits");
  return { is: "decimal", precision: Math.min(precision, MOST_DIGITS), scale };
}

function asDecimal(kind: Kind): DecimalKind {
  if (kind.is === "decimal") return kind;
  if (kind.is !== "integer") throw unproved("arithmetic of these types");
  return decimal(kind.digits, 0);
}

/** A decimal that has its digits; a fault where it has more. */
function inside(value: Scaled, { precision, scale }: DecimalKind): Scaled {
  const units = value.units * tenTo(scale - value.scale);
  if (absolute(units) >= tenTo(precision)) throw outOfRange("A decimal");
  return { units, scale };
}

/** Operands become decimals of the outcome's digits first, unless they are multiplied. */
function ofDecimals(operator: "+" | "-" | "*", one: DecimalKind, other: DecimalKind): Operation {
  if (operator === "*") {
    const kind = narrow(one, other, one.precision + other.precision, one.scale + other.scale);
    return {
      kind,
      of: (a, b) =>
        inside(multiply(inside(scaledOf(a), one), inside(scaledOf(b ?? null), other)), kind),
    };
  }
  const scale = Math.max(one.scale, other.scale);
  const before = Math.max(one.precision - one.scale, other.precision - other.scale);
  const kind = narrow(one, other, before + scale + 1, scale);
  return {
    kind,
    of(a, b) {
      const [left, right] = [inside(scaledOf(a), kind), inside(scaledOf(b ?? null), kind)];
      return inside(add(left, operator === "+" ? right : negated(right)), kind);
    },
  };
}

/** What fits 64 bits stays there, though it may then be out of range. */
function narrow(one: DecimalKind, other: DecimalKind, precision: number, scale: number) {
  const isNarrow = Math.max(one.precision, other.precision) <= NARROW && scale < NARROW;
  return decimal(isNarrow ? Math.min(precision, NARROW) : precision, scale);
}

function ofIntegers(operator: "+" | "-" | "*" | "/", one: bigint, other: bigint): bigint {
  if (operator === "*") return one * other;
  return operator === "+" ? one + other : one - other;
}

function ofDoubles(operator: "+" | "-" | "*" | "/", one: number, other: number): number {
  switch (operator) {
    case "+":
      return one + other;
    case "-":
      return one - other;
    case "*":
      return one * other;
    default:
      return one / other;
  }
}

/** Not always the nearest: wide integers and decimals are put together of two doubles. */
function toDouble(kind: Kind, cell: Cell): number {
  if (kind.is === "double") return Number(cell);
  const { units, scale } = scaledOf(cell);
  const isWide = kind.is === "decimal" ? kind.precision > NARROW : widthOf(kind) === 128;
  const double = isWide ? wideDouble : Number;
  if (scale === 0 || absolute(units) <= SAFE) return double(units) / 10 ** scale;
  const unit = tenTo(scale);
  return double(units / unit) + double(units % unit) / 10 ** scale;
}

function widthOf(kind: Kind): number {
  return kind.is === "integer" ? kind.bits : 64;
}

/** Halves of 64 bits, each rounded to a double; small negative numbers from below. */
function wideDouble(value: bigint): number {
  const [high, low] = [value >> 64n, BigInt.asUintN(64, value)];
  if (high === -1n) return -Number(WORD - 1n - low) - 1;
  return Number(low) + Number(high) * Number(WORD);
}

function union(one: Kind, other: Kind): Kind {
  if (meetsDouble(one, other)) return doubleKind(one, other);
  if (one.is === "integer" && other.is === "integer") {
    return integer(Math.max(one.bits, other.bits) as IntegerKind["bits"]);
  }
  if (one.is === "integer" && other.is === "decimal") return withInteger(other, one);
  if (one.is === "decimal" && other.is === "integer") return withInteger(one, other);
  if (one.is !== "decimal" || other.is !== "decimal")
    throw unproved("a choice between these types");
  const scale = Math.max(one.scale, other.scale);
  const before = Math.max(one.precision - one.scale, other.precision - other.scale);
  // Digits before the point are kept.
  return before + scale > MOST_DIGITS
    ? decimal(MOST_DIGITS, MOST_DIGITS - before)
    : decimal(before + scale, scale);
}

function withInteger(one: DecimalKind, { bits }: IntegerKind): DecimalKind {
  const { digits } = integer(bits);
  return digits > one.precision - one.scale ? decimal(digits + one.scale, one.scale) : one;
}

function roundDouble(value: number, digits: number): number {
  if (digits < 0) {
    const result = roundAway(value / 10 ** -digits) * 10 ** -digits;
    return Number.isFinite(result) ? result : 0;
  }
  const result = roundAway(value * 10 ** digits) / 10 ** digits;
  return Number.isFinite(result) ? result : value;
}

function cast(kind: Kind, target: CastTarget): Operation {
  if (!isNumber(kind)) throw unproved("a cast from this type");
  if (target.to === "double") return { kind: doubleKind(kind), of: (a) => toDouble(kind, a) };
  refuseInexact([kind], "a cast");
  if (target.to === "integer") {
    const { bits } = target;
    return { kind: integer(bits), of: (a) => whole(wholeOf(a), bits) };
  }
  const { precision, scale } = { ...BARE, ...target };
  const to = decimal(precision, scale);
  return { kind: to, of: (a) => inside(decimalOf(a, scale), to) };
}

function decimalOf(cell: NonNullable<Cell>, scale: number): Scaled {
  if (typeof cell !== "number") return rounded(scaledOf(cell), scale);
  const units = roundAway(cell * 10 ** scale);
  if (!Number.isFinite(units)) throw outOfRange("A decimal");
  return { units: BigInt(units), scale };
}

function wholeOf(cell: NonNullable<Cell>): bigint {
  if (typeof cell !== "number") return rounded(scaledOf(cell), 0).units;
  if (!Number.isFinite(cell)) throw outOfRange("An integer");
  return BigInt(roundEven(cell));
}
