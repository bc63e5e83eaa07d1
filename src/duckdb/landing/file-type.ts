import { decimalParts, type LogicalType } from "../../contract/logical-type.js";
import { duckdbType } from "../../sql/dialects/duckdb/types.js";

/** DuckDB's types for a column on its way to Parquet. */
export interface FileType {
  /** Type of the vectors that take the batches' values as they are. */
  readonly vector: string;
  /** Type in the file, where it is another: a cast that checks the range. */
  readonly stored?: string;
}

/** The artifact keeps the logical type of what is text in the file. */
export function fileType(type: LogicalType): FileType {
  const decimal = decimalParts(type);
  if (decimal) {
    // Batches hold 64 or 128 bits, whatever the precision.
    const vector = `DECIMAL(${decimal.precision <= 18 ? 18 : 38},${decimal.scale})`;
    const stored = `DECIMAL(${decimal.precision},${decimal.scale})`;
    return stored === vector ? { vector } : { vector, stored };
  }
  return { vector: duckdbType(STORED_AS_TEXT.has(type) ? "text" : type) };
}

const STORED_AS_TEXT: ReadonlySet<LogicalType> = new Set<LogicalType>([
  "decimal",
  "interval",
  "json",
  "list",
  "struct",
  "uuid",
]);
