import { decimalParts, type LogicalType } from "../contract/logical-type.js";

/**
 * Rows on their way from a source to an artifact, column by column, laid out as Arrow does: a
 * validity bitmap, values, and for variable-length types offsets into UTF-8 bytes. The buffers are
 * owned by whoever holds the batch, so that they can be transferred to another thread.
 */
export interface Batch {
  readonly rows: number;
  readonly columns: readonly BatchColumn[];
}

export type BatchColumn = FixedColumn | VariableColumn;

interface ColumnBase {
  readonly type: LogicalType;
  /** Bit i (least significant first) is 1 when row i has a value; null when every row has one. */
  readonly validity: Uint8Array | null;
}

export interface FixedColumn extends ColumnBase {
  readonly layout: FixedLayout;
  /** `rows` values back to back, little endian; what stands at a NULL row is undefined. */
  readonly values: ArrayBuffer;
}

export interface VariableColumn extends ColumnBase {
  readonly layout: "bytes";
  /** `rows + 1` offsets into `bytes`. */
  readonly offsets: Int32Array;
  /** UTF-8 for every type but `bytes`. */
  readonly bytes: Uint8Array;
}

/**
 * Physical form of one value. `bool` takes a whole byte (0 or 1); `int128` two 64-bit words, low
 * one first; dates are days and times microseconds since 1970-01-01 (or midnight), ±infinity the
 * extremes that DuckDB uses.
 */
export type FixedLayout =
  | "bool"
  | "int8"
  | "int16"
  | "int32"
  | "int64"
  | "uint8"
  | "uint16"
  | "uint32"
  | "uint64"
  | "int128"
  | "float32"
  | "float64";

/** Bytes of one value in a column's buffer. */
export const LAYOUT_BYTES = {
  bool: 1,
  int8: 1,
  int16: 2,
  int32: 4,
  int64: 8,
  uint8: 1,
  uint16: 2,
  uint32: 4,
  uint64: 8,
  int128: 16,
  float32: 4,
  float64: 8,
} as const satisfies Record<FixedLayout, number>;

/** Days that stand for ±infinity; for times it is ±(2⁶³ − 1) microseconds. */
export const DATE_INFINITY = 2_147_483_647;

/** Rows per batch: eight DuckDB vectors. */
export const BATCH_ROWS = 16_384;

/** A batch is handed out earlier when its text and bytes pass this size. */
export const BATCH_BYTES = 8 * 1024 * 1024;

/**
 * How a logical type is laid out. Decimals up to 18 digits are unscaled int64, longer ones int128;
 * uuid, interval, json, list, struct and the bare `decimal` travel as text.
 */
export function layoutOf(type: LogicalType): FixedLayout | "bytes" {
  const decimal = decimalParts(type);
  if (decimal) return decimal.precision <= 18 ? "int64" : "int128";
  switch (type) {
    case "bool":
    case "int8":
    case "int16":
    case "int32":
    case "int64":
    case "uint8":
    case "uint16":
    case "uint32":
    case "uint64":
    case "float32":
    case "float64":
      return type;
    case "date":
      return "int32";
    case "time":
    case "timestamp":
    case "instant":
      return "int64";
    default:
      return "bytes";
  }
}
