import type { LogicalType } from "../../contract/logical-type.js";
import { duckdbType } from "../../sql/dialects/duckdb/types.js";

/** DuckDB's type of a column in a landed file; the artifact keeps the logical type of what is text there. */
export function fileType(type: LogicalType): string {
  return duckdbType(STORED_AS_TEXT.has(type) ? "text" : type);
}

const STORED_AS_TEXT: ReadonlySet<LogicalType> = new Set<LogicalType>([
  "decimal",
  "interval",
  "json",
  "list",
  "struct",
  "uuid",
]);
