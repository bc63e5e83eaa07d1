/**
 * Columns of a batch in the physical forms of an Arrow result, which `contract/result.ts` lists.
 */
import type { DataType } from "@uwdata/flechette";
import type * as Flechette from "@uwdata/flechette";
import type { LogicalType } from "../../contract/logical-type.js";
import type { BatchColumn, FixedColumn } from "../batch.js";
import { columnValues } from "../column-values.js";

export type ArrowLibrary = typeof Flechette;

/** What flechette's batches are made of. */
interface ArrowParts {
  readonly values: Uint8Array | InstanceType<(typeof ARRAYS)[keyof typeof ARRAYS]>;
  readonly offsets?: Int32Array;
}

/** Arrow's type for a logical type. */
export function arrowType(arrow: ArrowLibrary, type: LogicalType): DataType {
  switch (type) {
    case "bool":
      return arrow.bool();
    case "int8":
      return arrow.int8();
    case "int16":
      return arrow.int16();
    case "int32":
      return arrow.int32();
    case "int64":
      return arrow.int64();
    case "uint8":
      return arrow.uint8();
    case "uint16":
      return arrow.uint16();
    case "uint32":
      return arrow.uint32();
    case "uint64":
      return arrow.uint64();
    case "float32":
      return arrow.float32();
    case "float64":
      return arrow.float64();
    case "date":
      return arrow.dateDay();
    case "time":
      return arrow.timeMicrosecond();
    case "timestamp":
    case "instant":
      return arrow.timestamp(arrow.TimeUnit.MICROSECOND);
    default:
      return arrow.utf8();
  }
}

/**
 * One batch of an Arrow column, over the buffers of `column` without a copy where the form is the
 * same.
 */
export function arrowBatch(
  arrow: ArrowLibrary,
  column: BatchColumn,
  rows: number,
  type: DataType,
): Flechette.Batch<unknown> {
  const validity = column.validity ?? new Uint8Array(0);
  const nullCount = column.validity ? rows - countBits(column.validity, rows) : 0;
  const { values, offsets } = arrowParts(arrow, column, rows, type);
  const BatchOfType = arrow.batchType(type, { useBigInt: true });
  return new BatchOfType({
    length: rows,
    nullCount,
    type,
    validity,
    values,
    ...(offsets && { offsets }),
  });
}

function arrowParts(
  arrow: ArrowLibrary,
  column: BatchColumn,
  rows: number,
  type: DataType,
): ArrowParts {
  if (type.typeId !== arrow.Type.Utf8) return { values: fixedValues(column, rows) };
  if (column.layout === "bytes" && column.type !== "bytes") {
    return { values: column.bytes, offsets: column.offsets };
  }
  return textParts(
    columnValues(column, rows).map((value) => (value === null ? "" : String(value))),
  );
}

/** Arrays of the layout's own kind: flechette counts their elements. */
const ARRAYS = {
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
  float32: Float32Array,
  float64: Float64Array,
} as const;

function fixedValues(column: BatchColumn, rows: number): ArrowParts["values"] {
  if (column.layout === "bool") return packBits(column, rows);
  if (column.layout === "bytes" || column.layout === "int128") {
    throw new Error(`${column.type} has no fixed form in Arrow`);
  }
  return new ARRAYS[column.layout](column.values, 0, rows);
}

function packBits(column: FixedColumn, rows: number): Uint8Array {
  const flags = new Uint8Array(column.values);
  const bits = new Uint8Array(Math.ceil(rows / 8));
  for (let row = 0; row < rows; row++) {
    if (flags[row] !== 0) bits[row >> 3] = (bits[row >> 3] ?? 0) | (1 << (row & 7));
  }
  return bits;
}

function textParts(texts: readonly string[]): ArrowParts {
  const offsets = new Int32Array(texts.length + 1);
  const values = Buffer.from(texts.join(""), "utf8");
  let end = 0;
  for (const [row, text] of texts.entries()) {
    end += Buffer.byteLength(text, "utf8");
    offsets[row + 1] = end;
  }
  return { values, offsets };
}

function countBits(bits: Uint8Array, rows: number): number {
  let count = 0;
  for (let row = 0; row < rows; row++) count += ((bits[row >> 3] ?? 0) >> (row & 7)) & 1;
  return count;
}
