/** Values as cells and back, and what dialects have in common. */
import type { LogicalType } from "../../contract/logical-type.js";
import type { Value } from "../../contract/result.js";
import { floatValue, integerValue } from "../../contract/value-text.js";
import { compareScaled, fits, nearestDouble, parseScaled, type Scaled } from "../exact-number.js";
import { FoldFault } from "../fold-fault.js";
import type { TypedValue } from "../typed-value.js";
import { isInexact, TRUTH, type Cell, type Kind, type Operation } from "./kind.js";
import { Refused, unproved } from "./refused.js";

/** A stored value of this type as a cell of its kind. */
export function readCell(kind: Kind, type: LogicalType, value: Value): Cell {
  if (value === null) return null;
  switch (kind.is) {
    case "integer":
      return BigInt(value);
    case "double":
      return Number(value);
    case "decimal": {
      const scaled = parseScaled(String(value));
      if (!scaled) throw new FoldFault(`\`${String(value)}\` cannot be computed with.`);
      return scaled;
    }
    case "truth":
      return value === true || (value !== false && Number(value) !== 0);
    case "dynamic":
      if (type === "text") return String(value);
      return type === "int64" ? BigInt(value) : Number(value);
    default:
      return value;
  }
}

/** What all dialects write alike; decimals are their own. */
export function writeCell(kind: Exclude<Kind, { is: "decimal" }>, cell: Cell): TypedValue {
  switch (kind.is) {
    case "integer": {
      const value = cell === null ? null : integerValue(integerOf(cell));
      if (kind.bits === 128 && cell !== null && !fits(integerOf(cell), 64)) {
        return { type: "decimal", value };
      }
      return { type: kind.bits === 32 ? "int32" : "int64", value };
    }
    case "double":
      return { type: "float64", value: cell === null ? null : floatValue(Number(cell)) };
    case "truth":
      return { type: "bool", value: cell === null ? null : cell === true };
    case "dynamic":
      if (typeof cell === "bigint") return { type: "int64", value: integerValue(cell) };
      if (typeof cell === "string") return { type: "text", value: cell };
      return { type: "float64", value: typeof cell === "number" ? floatValue(cell) : null };
    case "other":
      return { type: kind.type, value: typeof cell === "object" ? null : (cell as Value) };
    default:
      return { type: "text", value: null };
  }
}

export function integerOf(cell: Cell): bigint {
  if (typeof cell !== "bigint") throw new Error("An integer is not one");
  return cell;
}

/** An integer or a decimal. */
export function scaledOf(cell: Cell): Scaled {
  if (typeof cell === "bigint") return { units: cell, scale: 0 };
  if (cell === null || typeof cell !== "object") throw new Error("A decimal is not one");
  return cell;
}

/** The nearest double of any number. */
export function doubleOf(cell: Cell): number {
  return cell !== null && typeof cell === "object" ? nearestDouble(cell) : Number(cell);
}

export function isNumber(kind: Kind): boolean {
  return kind.is === "integer" || kind.is === "decimal" || kind.is === "double";
}

/** Whether one of them is a double and the others are numbers. */
export function meetsDouble(...kinds: Kind[]): boolean {
  return kinds.every(isNumber) && kinds.some(({ is }) => is === "double");
}

/** What becomes of doubles and numbers that meet them. */
export function doubleKind(...kinds: Kind[]): Kind {
  return { is: "double", exact: !kinds.some(isInexact) };
}

export function refuseInexact(kinds: readonly Kind[], operation: string): void {
  if (!kinds.some(isInexact)) return;
  throw new Refused(
    "inexact",
    `${operation} would depend on the last digits of a sum of doubles, which no database adds in a promised order`,
  );
}

/** The comparison of numbers: as doubles where one is, NaN above all; else exactly. */
export function compareNumbers(
  one: Kind,
  other: Kind,
  double: (kind: Kind, cell: NonNullable<Cell>) => number,
): (one: NonNullable<Cell>, other: NonNullable<Cell>) => number {
  if (!isNumber(one) || !isNumber(other))
    throw unproved("a comparison of other values than numbers");
  if (meetsDouble(one, other)) {
    return (a, b) => compareDoubles(double(one, a), double(other, b));
  }
  return (a, b) => compareScaled(scaledOf(a), scaledOf(b));
}

function compareDoubles(one: number, other: number): number {
  const nan = Number(Number.isNaN(one)) - Number(Number.isNaN(other));
  return nan || (one < other ? -1 : Number(one > other));
}

/** Values that are no numbers and have one kind are handed on; undefined where there is a number. */
export function commonOther(kinds: readonly Kind[]): Kind | undefined {
  const [first] = kinds;
  if (!first || kinds.every(isNumber)) return undefined;
  if (first.is === "truth" && kinds.every(({ is }) => is === "truth")) return TRUTH;
  if (
    first.is === "other" &&
    kinds.every((kind) => kind.is === "other" && kind.type === first.type)
  ) {
    return first;
  }
  throw unproved("a choice between values of several types");
}

/** A double without overflow: what the source says of others. */
export function finite(result: number, ...operands: number[]): number {
  if (!Number.isFinite(result) && operands.every(Number.isFinite)) {
    throw new FoldFault("A double is out of range.");
  }
  return result;
}

export function outOfRange(what: string): FoldFault {
  return new FoldFault(`${what} is out of range.`);
}

export function divisionByZero(): FoldFault {
  return new FoldFault("Division by zero.");
}

/** An integer where it has no more bits, a fault where it has. */
export function whole(value: bigint, bits: number): bigint {
  if (!fits(value, bits)) throw outOfRange("An integer");
  return value;
}

/** An operation that leaves values as they are. */
export function same(kind: Kind): Operation {
  return { kind, of: (value) => value ?? null };
}
