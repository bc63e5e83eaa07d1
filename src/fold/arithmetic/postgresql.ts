/**
 * PostgreSQL: integers of their own width, `numeric` whose values each have their digits, doubles.
 * What is out of range and a division by zero are errors.
 */
import { decimalParts, type LogicalType } from "../../contract/logical-type.js";
import { decimalText } from "../../contract/value-text.js";
import { FoldFault } from "../fold-fault.js";
import {
  absolute,
  add,
  digitsOf,
  divideRounded,
  multiply,
  negated,
  rounded,
  type Scaled,
} from "../exact-number.js";
import {
  commonOther,
  compareNumbers,
  divisionByZero,
  doubleKind,
  doubleOf,
  finite,
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
import { roundEven, significant } from "./doubles.js";
import { integerLiteral, numberParts } from "./literals.js";
import type { Cell, DecimalKind, Kind, Operation } from "./kind.js";
import { unproved } from "./refused.js";
import type { CastTarget, Rules } from "./rules.js";

/** With digits that each value has for itself. */
const NUMERIC: Kind = { is: "decimal", precision: Number.POSITIVE_INFINITY, scale: 0 };
const EXACT_DOUBLE: Kind = { is: "double", exact: true };

export const postgresql: Rules = {
  leaf(leaf, { type }) {
    if (leaf === "count" || leaf === "distinct") return integer(64);
    if (type === "int32") return integer(32);
    if (type === "int64") return integer(64);
    if (type === "float64") return { is: "double", exact: leaf !== "sum" };
    if (type === "bool") return { is: "truth" };
    const parts = decimalParts(type);
    if (parts) return { is: "decimal", ...parts };
    return type === "decimal" ? NUMERIC : { is: "other", type };
  },

  literal(type, value) {
    const number = numberParts(type, value);
    if (!number) return { kind: { is: "other", type }, cell: value };
    if (number.is === "integer") return integerLiteral(number.value);
    const { units, scale } = number.value;
    return { kind: NUMERIC, cell: { units, scale } };
  },

  arithmetic(operator, one, other) {
    if (one.is === "integer" && other.is === "integer") {
      const bits = Math.max(one.bits, other.bits) === 32 ? 32 : 64;
      return {
        kind: integer(bits),
        of: (a, b) => whole(ofIntegers(operator, integerOf(a), integerOf(b ?? null)), bits),
      };
    }
    if (meetsDouble(one, other)) {
      return {
        kind: doubleKind(one, other),
        of: (a, b) => ofDoubles(operator, doubleOf(a), doubleOf(b ?? null)),
      };
    }
    if (!isNumber(one) || !isNumber(other)) throw unproved(`\`${operator}\` of these types`);
    return {
      kind: NUMERIC,
      of: (a, b) => ofDecimals(operator, scaledOf(a), scaledOf(b ?? null)),
    };
  },

  negate(kind) {
    if (kind.is === "integer") return { kind, of: (a) => whole(-integerOf(a), kind.bits) };
    if (kind.is === "double") return { kind, of: (a) => -Number(a) };
    if (kind.is === "decimal") return { kind: NUMERIC, of: (a) => negated(scaledOf(a)) };
    throw unproved("`-` of this type");
  },

  round(kind, digits) {
    refuseInexact([kind], "`round`");
    if (digits === undefined && (kind.is === "double" || kind.is === "integer")) {
      return { kind: EXACT_DOUBLE, of: (a) => roundEven(doubleOf(a)) };
    }
    if (kind.is !== "decimal" && kind.is !== "integer") throw unproved("`round` of this type");
    return { kind: NUMERIC, of: (a) => rounded(scaledOf(a), digits ?? 0) };
  },

  cast,

  average(sum) {
    if (sum.is === "double") {
      return { kind: sum, of: (a, b) => Number(a) / doubleOf(b ?? null) };
    }
    if (!isNumber(sum)) throw unproved("`avg` of this type");
    return { kind: NUMERIC, of: (a, b) => ofDecimals("/", scaledOf(a), scaledOf(b ?? null)) };
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

  nullIf(one, other) {
    const sameWidths = one.is === "integer" && other.is === "integer";
    return postgresql.common(sameWidths ? [one] : [one, other]);
  },

  comparison(one, other) {
    refuseInexact([one, other], "a comparison");
    return compareNumbers(one, other, (_, cell) => doubleOf(cell));
  },

  write(kind, cell) {
    if (kind.is !== "decimal") return writeCell(kind, cell);
    const { precision, scale: declared } = kind;
    const type: LogicalType = precision <= 38 ? `decimal(${precision},${declared})` : "decimal";
    if (cell === null) return { type, value: null };
    const { units, scale } = scaledOf(cell);
    return { type, value: decimalText(units, scale) };
  },
};

function integer(bits: 32 | 64): Kind {
  return { is: "integer", bits, digits: bits === 32 ? 10 : 19 };
}

function commonNumber(kinds: readonly Kind[]): Kind {
  if (meetsDouble(...kinds)) return doubleKind(...kinds);
  const [first] = kinds;
  if (first?.is === "decimal" && kinds.every((kind) => isSameDecimal(kind, first))) return first;
  if (kinds.some(({ is }) => is === "decimal")) return NUMERIC;
  return integer(kinds.some((kind) => kind.is === "integer" && kind.bits === 64) ? 64 : 32);
}

function isSameDecimal(kind: Kind, { precision, scale }: DecimalKind): boolean {
  return kind.is === "decimal" && kind.precision === precision && kind.scale === scale;
}

function ofIntegers(operator: "+" | "-" | "*" | "/", one: bigint, other: bigint): bigint {
  switch (operator) {
    case "+":
      return one + other;
    case "-":
      return one - other;
    case "*":
      return one * other;
    default:
      if (other === 0n) throw divisionByZero();
      return one / other;
  }
}

function ofDoubles(operator: "+" | "-" | "*" | "/", one: number, other: number): number {
  switch (operator) {
    case "+":
      return finite(one + other, one, other);
    case "-":
      return finite(one - other, one, other);
    case "*":
      return notLost(finite(one * other, one, other), one !== 0 && other !== 0);
    default:
      if (other === 0 && !Number.isNaN(one)) throw divisionByZero();
      return notLost(finite(one / other, one, other), one !== 0 && Number.isFinite(other));
  }
}

/** A product that is too small for a double is an error, too. */
function notLost(result: number, isSomething: boolean): number {
  if (result === 0 && isSomething) throw outOfRange("A double");
  return result;
}

function ofDecimals(operator: "+" | "-" | "*" | "/", one: Scaled, other: Scaled): Scaled {
  switch (operator) {
    case "+":
      return add(one, other);
    case "-":
      return add(one, negated(other));
    case "*":
      return multiply(one, other);
    default: {
      if (other.units === 0n) throw divisionByZero();
      const scale = quotientScale(one, other);
      const shift = scale + other.scale - one.scale;
      const units =
        shift >= 0
          ? divideRounded(one.units * 10n ** BigInt(shift), other.units)
          : divideRounded(one.units, other.units * 10n ** BigInt(-shift));
      return { units, scale };
    }
  }
}

/** As `select_div_scale` chooses it: 16 digits at least, counted in groups of four. */
function quotientScale(one: Scaled, other: Scaled): number {
  const [above, below] = [leadingGroup(one), leadingGroup(other)];
  const weight = above.weight - below.weight - (above.digit <= below.digit ? 1 : 0);
  return Math.min(Math.max(16 - weight * 4, one.scale, other.scale, 0), 1000);
}

/** The first group of four digits that is not zero, and its place left of the point. */
function leadingGroup({ units, scale }: Scaled): { weight: number; digit: number } {
  if (units === 0n) return { weight: 0, digit: 0 };
  const padding = (4 - (scale % 4)) % 4;
  const text = absolute(units).toString() + "0".repeat(padding);
  const first = text.length % 4 || 4;
  return {
    weight: Math.ceil(text.length / 4) - (scale + padding) / 4 - 1,
    digit: Number(text.slice(0, first)),
  };
}

function cast(kind: Kind, target: CastTarget): Operation {
  if (!isNumber(kind)) throw unproved("a cast from this type");
  if (target.to === "double") return { kind: doubleKind(kind), of: doubleOf };
  refuseInexact([kind], "a cast");
  if (target.to === "integer") {
    const { bits } = target;
    const to = integer(bits === 32 ? 32 : 64);
    return { kind: to, of: (a) => whole(wholeOf(a), bits) };
  }
  const { precision, scale } = target;
  if (precision === undefined) {
    return kind.is === "decimal" ? same(kind) : { kind: NUMERIC, of: decimalOf };
  }
  return {
    kind: { is: "decimal", precision, scale: scale ?? 0 },
    of(a) {
      const cut = rounded(decimalOf(a), scale ?? 0);
      if (cut.units !== 0n && digitsOf(cut.units) > precision) throw outOfRange("A decimal");
      return cut;
    },
  };
}

function decimalOf(cell: NonNullable<Cell>): Scaled {
  if (typeof cell !== "number") return scaledOf(cell);
  if (!Number.isFinite(cell)) throw new FoldFault(`\`${cell}\` is no decimal.`);
  return significant(cell, 15);
}

function wholeOf(cell: NonNullable<Cell>): bigint {
  if (typeof cell !== "number") return rounded(scaledOf(cell), 0).units;
  const even = roundEven(cell);
  if (!Number.isFinite(even)) throw outOfRange("An integer");
  return BigInt(even);
}
