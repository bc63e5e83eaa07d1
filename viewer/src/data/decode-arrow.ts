/**
 * Large results: Arrow IPC, read without copying numbers. Loaded only when a result comes in this
 * format.
 */
import { tableFromIPC, Type, type Column as ArrowColumn } from "@uwdata/flechette";
import type { StoredMetadata } from "../../../src/contract/cube.js";
import { isNumeric, type LogicalType } from "../../../src/contract/logical-type.js";
import { ARROW_METADATA_KEY, type Value } from "../../../src/contract/result.js";
import { fractionText } from "../format/zone.js";
import { numberOf, seriesOf, type Column, type StoredRows, type TypedArray } from "./column.js";

/** Throws when the bytes are no Arrow stream of a result. */
export function decodeArrow(bytes: Uint8Array): StoredRows {
  const table = tableFromIPC(bytes, { useBigInt: true });
  const { types, cohorts, cohortType, ordered, cube } = readMetadata(
    table.schema.metadata?.get(ARROW_METADATA_KEY),
  );
  const columns = types.map((type, index) =>
    columnOf(table.names[index] ?? "", type, table.getChildAt(index)),
  );
  return {
    rows: table.numRows,
    columns,
    series: seriesOf(cohorts),
    ...(cohortType && { cohortType }),
    ...(ordered && { order: table.getChildAt(types.length).toArray() as Int32Array }),
    ...(cube && { cube }),
  };
}

function readMetadata(text: string | undefined): StoredMetadata {
  if (text === undefined) throw new Error("The Arrow stream is not a result.");
  // Written by the engine next to the columns; its shape is the contract's.
  return JSON.parse(text) as StoredMetadata;
}

/** Stored as numbers, whose text takes long to make. */
const MOMENTS: ReadonlySet<number> = new Set([Type.Date, Type.Timestamp, Type.Time]);

function columnOf(name: string, type: LogicalType, column: ArrowColumn<unknown>): Column {
  const read = reader(column.type.typeId, type);
  const value = (row: number): Value => {
    const cell = column.at(row);
    return cell === null || cell === undefined ? null : read(cell);
  };
  const typed = isNumeric(type) && column.nullCount === 0 ? asTyped(column.toArray()) : undefined;
  const key = (row: number): Value => {
    const cell = column.at(row);
    return cell === null || cell === undefined ? null : Number(cell);
  };
  return {
    name,
    type,
    length: column.length,
    value,
    ...(MOMENTS.has(column.type.typeId) && { key }),
    number: typed ? (row) => typed[row] ?? Number.NaN : (row) => numberOf(value(row)),
    ...(typed ? { typed } : {}),
  };
}

function asTyped(cells: ArrayLike<unknown>): TypedArray | undefined {
  if (!ArrayBuffer.isView(cells) || cells instanceof DataView) return undefined;
  if (cells instanceof BigInt64Array || cells instanceof BigUint64Array) return safeIntegers(cells);
  // Every other view of numbers is in the list of TypedArray.
  return cells as unknown as TypedArray;
}

/** 64-bit integers as doubles, if none is beyond what a double holds exactly. */
function safeIntegers(cells: BigInt64Array | BigUint64Array): Float64Array | undefined {
  const numbers = new Float64Array(cells.length);
  for (let row = 0; row < cells.length; row += 1) {
    const number = Number(cells[row]);
    if (!Number.isSafeInteger(number)) return undefined;
    numbers[row] = number;
  }
  return numbers;
}

/** From what Arrow holds to the contract's text form. */
function reader(arrowType: number, type: LogicalType): (cell: unknown) => Value {
  if (arrowType === Type.Date) return (cell) => isoDay(Number(cell));
  if (arrowType === Type.Timestamp) {
    const suffix = type === "instant" ? "Z" : "";
    return (cell) => isoTimestamp(Number(cell)) + suffix;
  }
  if (arrowType === Type.Time) return (cell) => isoTime(Number(cell));
  return (cell) => {
    if (cell instanceof Uint8Array) return btoa(String.fromCharCode(...cell));
    if (typeof cell === "bigint") {
      const number = Number(cell);
      return Number.isSafeInteger(number) ? number : cell.toString();
    }
    if (typeof cell === "number") return Number.isFinite(cell) ? cell : String(cell);
    return typeof cell === "boolean" ? cell : String(cell);
  };
}

function isoDay(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}

/** Arrow's reader gives milliseconds with microseconds as their fraction. */
function isoTimestamp(milliseconds: number): string {
  const micros = Math.round(milliseconds * 1_000);
  const seconds = Math.floor(micros / 1e6);
  const whole = new Date(seconds * 1_000).toISOString().slice(0, 19);
  return whole + fractionText(micros - seconds * 1e6);
}

function isoTime(micros: number): string {
  const seconds = Math.floor(micros / 1e6);
  const clock = new Date(seconds * 1_000).toISOString().slice(11, 19);
  return clock + fractionText(micros - seconds * 1e6);
}
