/**
 * Sums of a column by group. Integers and decimals are exact: as doubles while no sum can be beyond
 * what a double holds, else as big integers. Doubles are added in the order of the stored rows.
 */
import { decimalParts, type LogicalType } from "../contract/logical-type.js";
import type { Value } from "../contract/result.js";
import { decimalText, floatValue, integerValue } from "../contract/value-text.js";
import { parseScaled, rescaled, type Scaled } from "./exact-number.js";
import type { FoldColumn } from "./table.js";

/** Rows that pass, and the group of every stored row. */
export interface Passing {
  readonly rows: Int32Array;
  readonly groupOf: Int32Array;
  readonly groups: number;
}

/** A column that can be added up, prepared once. */
export interface SumColumn {
  /** The sum of each group; NULL where it has no value. */
  readonly sums: (passing: Passing) => readonly Value[];
}

/** Throws where the column holds no numbers, which the plan makes sure of. */
export function sumColumn(column: FoldColumn): SumColumn {
  return column.type.startsWith("float") ? doubleSums(column) : exactSums(column);
}

function doubleSums({ length, value }: FoldColumn): SumColumn {
  const numbers = new Float64Array(length);
  const present = new Uint8Array(length);
  for (let row = 0; row < length; row++) {
    const cell = value(row);
    if (cell === null) continue;
    present[row] = 1;
    numbers[row] = Number(cell);
  }
  return {
    sums: (passing) => addNumbers(numbers, present, passing, floatValue),
  };
}

function exactSums(column: FoldColumn): SumColumn {
  return safeSums(column) ?? unitSums(column);
}

/** Above this, a scaled number that was read as a double may be another one. */
const MOST_SCALED = 2 ** 50;
/** How far reading and scaling may take it from a whole number, as a part of it. */
const ROUNDED = 2 ** -51;

/** Of numbers with a known scale, while no sum can be beyond what a double holds; else undefined. */
function safeSums({ type, length, value }: FoldColumn): SumColumn | undefined {
  const scale = type === "decimal" ? undefined : (decimalParts(type)?.scale ?? 0);
  if (scale === undefined || scale > 15) return undefined;
  const factor = 10 ** scale;
  const numbers = new Float64Array(length);
  const present = new Uint8Array(length);
  let total = 0;
  for (let row = 0; row < length; row++) {
    const cell = value(row);
    if (cell === null) continue;
    const exact = Number(cell) * factor;
    const number = Math.round(exact);
    total += Math.abs(number);
    // What is no number, or has more digits than its type says, is for the long way.
    const isWhole = Math.abs(exact - number) <= Math.abs(exact) * ROUNDED;
    if (!isWhole || Math.abs(number) > MOST_SCALED) return undefined;
    present[row] = 1;
    numbers[row] = number;
  }
  if (total > Number.MAX_SAFE_INTEGER) return undefined;
  const write = writer(type, scale);
  return exactNumbers(numbers, present, (sum) => write(sum, scale));
}

function unitSums({ type, length, value }: FoldColumn): SumColumn {
  const cells: (Scaled | undefined)[] = [];
  const beyond = new Map<number, number>();
  const scales = new Uint16Array(length);
  const present = new Uint8Array(length);
  let scale = 0;
  for (let row = 0; row < length; row++) {
    const cell = value(row);
    const scaled = cell === null ? undefined : parseScaled(String(cell));
    cells.push(scaled);
    if (cell !== null) present[row] = 1;
    if (!scaled) {
      if (cell !== null) beyond.set(row, Number(cell));
      continue;
    }
    scales[row] = scaled.scale;
    scale = Math.max(scale, scaled.scale);
  }
  const units = cells.map((cell) => (cell ? rescaled(cell, scale) : 0n));
  const total = units.reduce((sum, one) => sum + (one < 0n ? -one : one), 0n);
  const write = writer(type, scale);
  const own = type === "decimal" && scale > 0 ? scales : undefined;
  if (total <= BigInt(Number.MAX_SAFE_INTEGER) && !own) {
    const numbers = Float64Array.from(units, Number);
    const { sums } = exactNumbers(numbers, present, (sum) => write(sum, scale));
    return withBeyond(beyond, sums);
  }
  return withBeyond(beyond, (passing) => addUnits(units, present, own, passing, write, scale));
}

/** NaN and the infinities, which PostgreSQL's decimals know: by rows. */
function withBeyond(beyond: ReadonlyMap<number, number>, sums: SumColumn["sums"]): SumColumn {
  if (beyond.size === 0) return { sums };
  return {
    sums: (passing) => {
      const found = [...sums(passing)];
      const sumOf = new Map<number, number>();
      for (const row of passing.rows) {
        const group = passing.groupOf[row] ?? 0;
        const value = beyond.get(row);
        if (value !== undefined) sumOf.set(group, (sumOf.get(group) ?? 0) + value);
      }
      for (const [group, sum] of sumOf) found[group] = floatValue(sum);
      return found;
    },
  };
}

/** Whole numbers of which no sum is beyond what a double holds. */
function exactNumbers(
  numbers: Float64Array,
  present: Uint8Array,
  write: (sum: bigint) => Value,
): SumColumn {
  return {
    sums: (passing) => addNumbers(numbers, present, passing, (sum) => write(BigInt(sum))),
  };
}

/** A sum in the text form of its type. A bare decimal has as many digits as its longest part. */
function writer(type: LogicalType, scale: number): (units: bigint, digits: number) => Value {
  const parts = decimalParts(type);
  if (parts) return (units) => decimalText(rescaled({ units, scale }, parts.scale), parts.scale);
  if (type !== "decimal") return integerValue;
  return (units, digits) => decimalText(units / 10n ** BigInt(scale - digits), digits);
}

function addNumbers(
  numbers: Float64Array,
  present: Uint8Array,
  { rows, groupOf, groups }: Passing,
  write: (sum: number) => Value,
): Value[] {
  const sums = new Float64Array(groups);
  const seen = new Uint8Array(groups);
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index] ?? 0;
    if (present[row] === 0) continue;
    const group = groupOf[row] ?? 0;
    sums[group] = (sums[group] ?? 0) + (numbers[row] ?? 0);
    seen[group] = 1;
  }
  return Array.from(sums, (sum, group) => (seen[group] === 1 ? write(sum) : null));
}

function addUnits(
  units: readonly bigint[],
  present: Uint8Array,
  scales: Uint16Array | undefined,
  { rows, groupOf, groups }: Passing,
  write: (units: bigint, digits: number) => Value,
  scale: number,
): Value[] {
  const sums = Array.from<bigint | undefined>({ length: groups });
  const digits = new Uint16Array(groups);
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index] ?? 0;
    if (present[row] === 0) continue;
    const group = groupOf[row] ?? 0;
    sums[group] = (sums[group] ?? 0n) + (units[row] ?? 0n);
    if (scales) digits[group] = Math.max(digits[group] ?? 0, scales[row] ?? 0);
  }
  return sums.map((sum, group) =>
    sum === undefined ? null : write(sum, scales ? (digits[group] ?? 0) : scale),
  );
}
