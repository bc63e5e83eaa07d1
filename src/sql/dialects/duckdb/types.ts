import type { LogicalType, SimpleType } from "../../../contract/logical-type.js";

/** Lists and structs travel as JSON. A bare decimal, whose scale depends on its rows, gets one. */
const TYPES = {
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
  decimal: "DECIMAL(38,10)",
  text: "VARCHAR",
  bytes: "BLOB",
  date: "DATE",
  time: "TIME",
  timestamp: "TIMESTAMP",
  instant: "TIMESTAMPTZ",
  interval: "INTERVAL",
  uuid: "UUID",
  json: "JSON",
  list: "JSON",
  struct: "JSON",
} as const satisfies Record<SimpleType, string>;

/** DuckDB's word for the type that holds the values of a logical type. */
export function duckdbType(type: LogicalType): string {
  return type in TYPES ? TYPES[type as SimpleType] : type.toUpperCase(); // `decimal(p,s)` is DuckDB's own word
}
