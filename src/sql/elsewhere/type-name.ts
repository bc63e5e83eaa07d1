import type { BoundType } from "./bound-query.js";

/** What people call the types that have another name here. */
const NAMES: Partial<Record<BoundType, string>> = {
  bool: "boolean",
  int8: "tinyint",
  int16: "smallint",
  int32: "integer",
  int64: "bigint",
  int128: "hugeint",
  uint8: "utinyint",
  uint16: "usmallint",
  uint32: "uinteger",
  uint64: "ubigint",
  float32: "float",
  float64: "double",
  text: "varchar",
  instant: "timestamp with time zone",
};

/** A type in DuckDB's SQL, in backticks. */
export function typeName(type: BoundType): string {
  return `\`${NAMES[type] ?? type.replace(/^only /, "")}\``;
}
