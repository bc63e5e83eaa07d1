/**
 * SQLite: each value says what it is. Integers of 64 bits become doubles where they do not fit,
 * `/` cuts between two of them, a division by zero is NULL.
 */
import { fits, nearestDouble, rounded } from "../exact-number.js";
import { FoldFault } from "../fold-fault.js";
import { commonOther, integerOf, refuseInexact, scaledOf, writeCell } from "./cells.js";
import { exactDecimal } from "./doubles.js";
import { numberParts } from "./literals.js";
import { isInexact, type Cell, type DynamicKind, type Kind, type Operation } from "./kind.js";
import { unproved } from "./refused.js";
import type { CastTarget, Rules } from "./rules.js";

const EXACT: DynamicKind = { is: "dynamic", exact: true, certain: true };
/** Doubles of this size have no digits behind the point. */
const WHOLE = 4_503_599_627_370_496;

export const sqlite: Rules = {
  leaf(leaf, { type }) {
    if (leaf === "count" || leaf === "distinct") return EXACT;
    if (type === "int64" || type === "text") return EXACT;
    if (type === "float64") return { is: "dynamic", exact: leaf !== "sum", certain: false };
    return { is: "other", type };
  },

  literal(type, value) {
    const number = numberParts(type, value);
    if (!number) return { kind: EXACT, cell: value };
    if (number.is === "integer" && fits(number.value, 64)) {
      return { kind: EXACT, cell: number.value };
    }
    return { kind: EXACT, cell: Number(value) };
  },

  arithmetic(operator, one, other) {
    const kind = dynamic([one, other], `\`${operator}\``);
    if (operator === "/" && !kind.certain) {
      throw unproved("`/` of a value that may be a whole number");
    }
    return { kind, of: (a, b) => compute(operator, numberOf(a), numberOf(b ?? null)) };
  },

  negate(kind) {
    return { kind: dynamic([kind], "`-`"), of: (a) => compute("-", 0n, numberOf(a)) };
  },

  round(kind, digits = 0) {
    refuseInexact([kind], "`round`");
    dynamic([kind], "`round`");
    return { kind: EXACT, of: (a) => roundNumber(Number(numberOf(a)), Math.max(digits, 0)) };
  },

  cast,

  average(sum) {
    const { exact } = dynamic([sum], "`avg`");
    return {
      kind: { is: "dynamic", exact, certain: true },
      of: (a, b) => Number(numberOf(a)) / Number(b),
    };
  },

  common(kinds) {
    if (kinds.every(({ is }) => is === "dynamic")) {
      return { kind: dynamic(kinds, "a choice"), from: () => (cell) => cell };
    }
    const kind = commonOther(kinds);
    if (!kind) throw unproved("a choice between these types");
    return { kind, from: () => (cell) => cell };
  },

  comparison(one, other) {
    dynamic([one, other], "a comparison");
    refuseInexact([one, other], "a comparison");
    return (a, b) => {
      const [x, y] = [numberOf(a), numberOf(b)];
      return x < y ? -1 : Number(x > y);
    };
  },

  write(kind, cell) {
    if (kind.is === "truth") {
      return { type: "int64", value: cell === null ? null : Number(cell === true) };
    }
    if (kind.is === "decimal") throw new Error("SQLite has no decimals");
    return writeCell(kind, cell);
  },
};

function dynamic(kinds: readonly Kind[], operation: string): DynamicKind {
  let certain = true;
  for (const kind of kinds) {
    if (kind.is !== "dynamic") throw unproved(`${operation} of these types`);
    certain &&= kind.certain;
  }
  return { is: "dynamic", exact: !kinds.some(isInexact), certain };
}

function numberOf(cell: Cell): bigint | number {
  if (typeof cell === "bigint" || typeof cell === "number") return cell;
  throw new FoldFault("A text cannot be computed with.");
}

function compute(
  operator: "+" | "-" | "*" | "/",
  one: bigint | number,
  other: bigint | number,
): Cell {
  if (typeof one === "bigint" && typeof other === "bigint") {
    if (operator === "/" && other === 0n) return null;
    const result = ofIntegers(operator, one, other);
    if (fits(result, 64)) return result;
  }
  return orNull(ofDoubles(operator, Number(one), Number(other)));
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
      return one / other;
  }
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
      return other === 0 ? Number.NaN : one / other;
  }
}

/** There is no NaN. */
function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

function roundNumber(value: number, digits: number): number {
  if (!Number.isFinite(value) || Math.abs(value) > WHOLE) return value;
  return nearestDouble(rounded(exactDecimal(value), Math.min(digits, 30)));
}

function cast(kind: Kind, target: CastTarget): Operation {
  dynamic([kind], "a cast");
  if (target.to === "double") {
    return { kind: { ...EXACT, exact: !isInexact(kind) }, of: (a) => Number(numberOf(a)) };
  }
  refuseInexact([kind], "a cast");
  if (target.to === "decimal") throw unproved("a cast to decimal");
  return { kind: EXACT, of: (a) => cut(numberOf(a)) };
}

function cut(value: bigint | number): bigint {
  if (typeof value === "bigint") return value;
  if (Number.isNaN(value)) return 0n;
  const end = 2 ** 63;
  if (value >= end) return 2n ** 63n - 1n;
  return value < -end ? -(2n ** 63n) : integerOf(scaledOf(BigInt(Math.trunc(value))).units);
}
