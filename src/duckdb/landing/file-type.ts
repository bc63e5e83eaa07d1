import { decimalParts, type LogicalType } from "../../contract/logical-type.js";

/** DuckDB's types for a column on its way to Parquet. */
export interface FileType {
  /** Type of the vectors that take the batches' values as they are. */
  readonly vector: string;
  /** Type in the file, where it is another: a cast that checks the range. */
  readonly stored?: string;
}

/** Uuid, interval, json, list, struct and the bare `decimal` are text in the file; the artifact keeps their logical type. */
export function fileType(type: LogicalType): FileType {
  const decimal = decimalParts(type);
  if (decimal) {
    // Batches hold 64 or 128 bits, whatever the precision.
    const vector = `DECIMAL(${decimal.precision <= 18 ? 18 : 38},${decimal.scale})`;
    const stored = `DECIMAL(${decimal.precision},${decimal.scale})`;
    return stored === vector ? { vector } : { vector, stored };
  }
  return { vector: SIMPLE[type] ?? "VARCHAR" };
}

const SIMPLE: Readonly<Record<string, string>> = {
  bool: "BOOLEAN",
  int8: "TINYINT",
  int16: "SMALLINT",
  int32: "INTEGER",
  int64: "BIGINT",
  uint8: "UTINYINT",
  uint16: "USMALLINT",
  uint32: "UINTEGER",
  uint64: "UBIGINT",
  float32: "FLOAT",
  float64: "DOUBLE",
  bytes: "BLOB",
  date: "DATE",
  time: "TIME",
  timestamp: "TIMESTAMP",
  instant: "TIMESTAMPTZ",
};
