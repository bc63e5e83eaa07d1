/**
 * MySQL and MariaDB: integers of 64 bits, decimals that keep more digits than they show until they
 * are shown, doubles. A division by zero is NULL, a cast that does not fit is the nearest that does.
 */
import { decimalText } from "../../contract/value-text.js";
import type { LogicalType } from "../../contract/logical-type.js";
import { decimalParts } from "../../contract/logical-type.js";
import {
  absolute,
  add,
  digitsOf,
  multiply,
  negated,
  parseScaled,
  tenTo,
  rounded,
  type Scaled,
} from "../exact-number.js";
import { FoldFault } from "../fold-fault.js";
import type { FoldColumn } from "../table.js";
import {
  commonOther,
  compareNumbers,
  doubleKind,
  doubleOf,
  finite,
  integerOf,
  isNumber,
  meetsDouble,
  refuseInexact,
  same,
  scaledOf,
  whole,
  writeCell,
} from "./cells.js";
import { roundEven } from "./doubles.js";
import { integerLiteral, hasExponent, numberParts } from "./literals.js";
import type { Cell, DecimalKind, IntegerKind, Kind, Operation } from "./kind.js";
import { unproved } from "./refused.js";
import type { CastTarget, Rules } from "./rules.js";

/** Digits of a decimal, and behind its point; MariaDB allows more of these. */
const MOST_DIGITS = 65;
const MOST_SCALE = 30;
/** Decimals are calculated with in groups of nine digits, of which they have at most so many. */
const GROUP = 9;
const MOST_GROUPS = 9;
/** `div_precision_increment`, as it is without a setting. */
const MORE_DIGITS = 4;

/** A count, and whole numbers that were calculated. */
const BIGINT: IntegerKind = { is: "integer", bits: 64, digits: 20 };
const DIGITS: Readonly<Partial<Record<LogicalType, number>>> = {
  int8: 3,
  int16: 5,
  int32: 10,
  int64: 19,
};

export const mysql: Rules = {
  leaf(leaf, column) {
    const { type } = column;
    if (leaf === "count" || leaf === "distinct") return BIGINT;
    const digits = DIGITS[type];
    if (digits !== undefined) {
      return { is: "integer", bits: digits > 10 ? 64 : 32, digits };
    }
    if (type === "float64") return { is: "double", exact: leaf !== "sum" };
    const parts = decimalParts(type) ?? (type === "decimal" ? undeclared(column) : undefined);
    return parts ? { is: "decimal", ...parts } : { is: "other", type };
  },

  literal(type, value) {
    const number = numberParts(type, value);
    if (!number) return { kind: { is: "other", type }, cell: value };
    if (number.is === "integer") return integerLiteral(number.value);
    if (hasExponent(number.text)) {
      return { kind: { is: "double", exact: true }, cell: Number(number.text) };
    }
    const { scale, units } = number.value;
    const precision = Math.max(digitsOf(units), scale);
    return { kind: { is: "decimal", precision, scale }, cell: number.value };
  },

  arithmetic(operator, one, other) {
    if (meetsDouble(one, other)) {
      return {
        kind: doubleKind(one, other),
        of: (a, b) => ofDoubles(operator, doubleOf(a), doubleOf(b ?? null)),
      };
    }
    if (operator !== "/" && one.is === "integer" && other.is === "integer") {
      return {
        kind: BIGINT,
        of: (a, b) => whole(ofIntegers(operator, integerOf(a), integerOf(b ?? null)), 64),
      };
    }
    const [left, right] = [asDecimal(one), asDecimal(other)];
    if (!left || !right) throw unproved(`\`${operator}\` of these types`);
    return {
      kind: kindOf(operator, left, right),
      of: (a, b) => ofDecimals(operator, scaledOf(a), scaledOf(b ?? null)),
    };
  },

  negate(kind) {
    if (kind.is === "integer") return { kind: BIGINT, of: (a) => whole(-integerOf(a), 64) };
    if (kind.is === "double") return { kind, of: (a) => -Number(a) };
    if (kind.is === "decimal") {
      return { kind: decimal(kind.precision + 1, kind.scale), of: (a) => negated(scaledOf(a)) };
    }
    throw unproved("`-` of this type");
  },

  round(kind, written) {
    refuseInexact([kind], "`round`");
    const digits = written ?? 0;
    if (kind.is === "double") {
      return { kind, of: (a) => roundDouble(Number(a), digits) };
    }
    if (kind.is === "integer") {
      if (digits < 0) throw unproved("`round` of an integer before its point");
      return same(kind);
    }
    if (kind.is !== "decimal") throw unproved("`round` of this type");
    const scale = Math.max(digits, 0);
    const carry = scale < kind.scale ? 1 : 0;
    const precision = Math.min(kind.precision - kind.scale + scale + carry, MOST_DIGITS);
    return {
      kind: decimal(precision, scale),
      of: (a) => rounded(scaledOf(a), digits),
    };
  },

  cast,

  average(sum) {
    if (sum.is === "double") return { kind: sum, of: (a, b) => Number(a) / doubleOf(b ?? null) };
    const of = asDecimal(sum);
    if (!of) throw unproved("`avg` of this type");
    // A sum has 22 digits more than what is added up.
    const precision = Math.max(of.precision - 22 + MORE_DIGITS, 1);
    return {
      kind: decimal(of.precision > 60 ? MOST_DIGITS : precision, of.scale + MORE_DIGITS),
      of: (a, b) => ofDecimals("/", scaledOf(a), scaledOf(b ?? null)),
    };
  },

  common(kinds) {
    const kind = commonOther(kinds) ?? commonNumber(kinds);
    return {
      kind,
      from: () => (cell) => {
        if (cell === null) return null;
        if (kind.is === "double") return doubleOf(cell);
        return kind.is === "decimal" ? scaledOf(cell) : cell;
      },
    };
  },

  comparison(one, other) {
    refuseInexact([one, other], "a comparison");
    const compare = compareNumbers(one, other, (_, cell) => doubleOf(cell));
    if (meetsDouble(one, other)) return compare;
    // Decimals are compared as they would be shown.
    return (a, b) => compare(shown(one, a), shown(other, b));
  },

  write(kind, cell) {
    if (kind.is === "truth") {
      return { type: "int32", value: cell === null ? null : Number(cell === true) };
    }
    if (kind.is !== "decimal") return writeCell(kind, cell);
    const { precision, scale } = kind;
    const type: LogicalType =
      precision <= 38 && scale <= precision ? `decimal(${precision},${scale})` : "decimal";
    if (cell === null) return { type, value: null };
    return { type, value: decimalText(rounded(scaledOf(cell), scale).units, scale) };
  },
};

function shown(kind: Kind, cell: NonNullable<Cell>): NonNullable<Cell> {
  return kind.is === "decimal" ? rounded(scaledOf(cell), kind.scale) : cell;
}

/** Of a decimal with more than 38 digits nothing but its values is known. */
function undeclared({ length, value }: FoldColumn): { precision: number; scale: number } {
  for (let row = 0; row < length; row++) {
    const cell = value(row);
    const scaled = cell === null ? undefined : parseScaled(String(cell));
    if (scaled) return { precision: MOST_DIGITS, scale: scaled.scale };
  }
  return { precision: MOST_DIGITS, scale: 0 };
}

function decimal(precision: number, scale: number): DecimalKind {
  if (scale > MOST_SCALE) throw unproved("a decimal of so many digits");
  return { is: "decimal", precision: Math.min(precision, MOST_DIGITS), scale };
}

function asDecimal(kind: Kind): DecimalKind | undefined {
  if (kind.is === "decimal") return kind;
  return kind.is === "integer" ? decimal(kind.digits, 0) : undefined;
}

function kindOf(operator: "+" | "-" | "*" | "/", one: DecimalKind, other: DecimalKind): Kind {
  switch (operator) {
    case "*":
      return decimal(one.precision + other.precision, one.scale + other.scale);
    case "/":
      return decimal(one.precision + MORE_DIGITS + other.scale, one.scale + MORE_DIGITS);
    default: {
      const { scale, precision } = union(one, other);
      return decimal(precision + 1, scale);
    }
  }
}

function union(one: DecimalKind, other: DecimalKind): DecimalKind {
  const scale = Math.max(one.scale, other.scale);
  const before = Math.max(one.precision - one.scale, other.precision - other.scale);
  return decimal(before + scale, scale);
}

function commonNumber(kinds: readonly Kind[]): Kind {
  if (meetsDouble(...kinds)) return doubleKind(...kinds);
  const integers = kinds.filter((kind) => kind.is === "integer");
  if (integers.length === kinds.length) {
    return integers.reduce((one, other) => (other.digits > one.digits ? other : one));
  }
  const decimals = kinds.flatMap((kind) => asDecimal(kind) ?? []);
  return decimals.reduce(union);
}

function ofIntegers(operator: "+" | "-" | "*", one: bigint, other: bigint): bigint {
  if (operator === "*") return one * other;
  return operator === "+" ? one + other : one - other;
}

function ofDoubles(operator: "+" | "-" | "*" | "/", one: number, other: number): number | null {
  switch (operator) {
    case "+":
      return finite(one + other, one, other);
    case "-":
      return finite(one - other, one, other);
    case "*":
      return finite(one * other, one, other);
    default:
      return other === 0 ? null : finite(one / other, one, other);
  }
}

function ofDecimals(operator: "+" | "-" | "*" | "/", one: Scaled, other: Scaled): Scaled | null {
  switch (operator) {
    case "+":
      return held(add(one, other), 0);
    case "-":
      return held(add(one, negated(other)), 0);
    case "*":
      return held(multiply(one, other), 1);
    default:
      return other.units === 0n ? null : quotient(one, other);
  }
}

/**
 * Digits in whole groups, cut off and not rounded: as many as both have, and more until four were
 * added.
 */
function quotient(one: Scaled, other: Scaled): Scaled {
  if (one.units === 0n) return { units: 0n, scale: 0 };
  const [above, below] = [groups(one.scale) * GROUP, groups(other.scale) * GROUP];
  const added = Math.max(MORE_DIGITS - (above - one.scale) - (below - other.scale), 0);
  const scale = groups(above + below + added) * GROUP;
  const units = (one.units * tenTo(scale + other.scale - one.scale)) / other.units;
  return held({ units, scale }, 0);
}

function groups(digits: number): number {
  return Math.ceil(digits / GROUP);
}

/** Beyond 81 digits the server drops some, which depends on how it holds the number. */
function held(value: Scaled, more: number): Scaled {
  const before = digitsOf(value.units / tenTo(value.scale));
  if (groups(before) + groups(value.scale) + more > MOST_GROUPS) {
    throw new FoldFault("A decimal has more digits than can be followed.");
  }
  return value;
}

function roundDouble(value: number, digits: number): number {
  const factor = 10 ** Math.abs(digits);
  if (digits < 0) return roundEven(value / factor) * factor;
  const product = value * factor;
  return Number.isFinite(product) ? roundEven(product) / factor : value;
}

function cast(kind: Kind, target: CastTarget): Operation {
  if (!isNumber(kind)) throw unproved("a cast from this type");
  if (target.to === "double") return { kind: doubleKind(kind), of: doubleOf };
  refuseInexact([kind], "a cast");
  if (target.to === "integer") return { kind: BIGINT, of: (a) => clipped(wholeOf(a), 2n ** 63n) };
  const { precision = 10, scale = 0 } = target;
  const end = tenTo(precision);
  return {
    kind: decimal(precision, scale),
    of(a) {
      const { units } = rounded(decimalOf(a), scale);
      const most = end - 1n;
      const kept = absolute(units) < end ? units : units < 0n ? -most : most;
      return { units: kept, scale };
    },
  };
}

function clipped(value: bigint, end: bigint): bigint {
  if (value >= end) return end - 1n;
  return value < -end ? -end : value;
}

function decimalOf(cell: NonNullable<Cell>): Scaled {
  if (typeof cell !== "number") return scaledOf(cell);
  return parseScaled(String(cell)) ?? { units: 0n, scale: 0 };
}

function wholeOf(cell: NonNullable<Cell>): bigint {
  return typeof cell === "number" ? BigInt(roundEven(cell)) : rounded(scaledOf(cell), 0).units;
}
