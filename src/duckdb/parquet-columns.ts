/** What a Parquet file's own schema says of columns that DuckDB reads as something else. */
import type { Value } from "../contract/result.js";
import { fileLiterals } from "./quote.js";
import { unreadColumn } from "./unread-column.js";
import { quoteIdentifier } from "../sql/quote.js";

export interface ParquetColumn {
  readonly name: string;
  /** Why its values cannot be read, as what the column is. */
  readonly unread?: string;
  /** Whether it holds times in nanoseconds, of which DuckDB cuts what is finer than microseconds. */
  readonly cutsNanoseconds: boolean;
  /** Whether it holds binary fractions, among which may be NaN, and nothing else. */
  readonly fractions: boolean;
}

/** DuckDB reads longer decimals as doubles, mostly of other numbers. */
const MOST_DIGITS = 38;

/** A query whose rows {@link parquetColumns} takes. */
export function parquetSchemaQuery(files: readonly string[]): string {
  return `SELECT file_name, name, num_children, type, precision, logical_type, repetition_type
    FROM parquet_schema(${fileLiterals(files)})`;
}

/**
 * The columns of each file as they are written in it; what lies within a nested one counts for it.
 */
export function parquetColumns(schema: readonly (readonly Value[])[]): ParquetColumn[][] {
  const files: ParquetColumn[][] = [];
  let file: unknown;
  /** Fields that are still to come below the column that was last. */
  let below = 0;
  for (const [fileName, name, children, type, precision, logical, repetition] of schema) {
    if (fileName !== file) {
      // The first row of a file is the root of its fields.
      file = fileName;
      files.push([]);
      below = 0;
      continue;
    }
    const columns = files.at(-1) ?? [];
    const found = {
      ...(Number(precision ?? 0) > MOST_DIGITS && { unread: `a decimal of ${precision} digits` }),
      cutsNanoseconds: type === "INT96" || isCut(String(logical ?? "")),
      fractions: repetition !== "REPEATED" && isFraction(String(type), String(logical ?? "")),
    };
    if (below > 0) {
      below--;
      const column = columns.pop();
      const cutsNanoseconds = found.cutsNanoseconds || column?.cutsNanoseconds === true;
      columns.push({ name: "", ...column, ...found, cutsNanoseconds, fractions: false });
    } else columns.push({ name: String(name), ...found });
    below += Number(children ?? 0);
  }
  return files;
}

/** Of times without a zone DuckDB keeps the nanoseconds. */
function isCut(logicalType: string): boolean {
  return logicalType.includes("NANOS=NanoSeconds") && logicalType.includes("isAdjustedToUTC=1");
}

function isFraction(type: string, logicalType: string): boolean {
  return type === "DOUBLE" || type === "FLOAT" || logicalType.startsWith("Float16");
}

/**
 * Names of the columns that hold fractions in each file that has them. Names that differ in case are
 * one column across files; two of them in one file are left out.
 */
export function fractionColumns(files: readonly (readonly ParquetColumn[])[]): Set<string> {
  const names = new Map<string, string>();
  const others = new Set<string>();
  for (const columns of files) {
    const seen = new Set<string>();
    for (const { name, fractions } of columns) {
      const key = name.toLowerCase();
      if (!fractions || seen.has(key)) others.add(key);
      if (!names.has(key)) names.set(key, name);
      seen.add(key);
    }
  }
  return new Set([...names].filter(([key]) => !others.has(key)).map(([, name]) => name));
}

/**
 * The SELECT that reads files, with an error for each value of a column that cannot be read.
 *
 * What a file notes as the largest fraction of a group leaves NaN out, and DuckDB, to which NaN is larger than all numbers,
 * would skip groups that have it. It does not skip by an expression; this one keeps each value, and the sign of zero.
 */
export function parquetSelect(
  files: readonly string[],
  unread: ReadonlyMap<string, string>,
  fractions: ReadonlySet<string>,
): string {
  const replaced = [
    ...[...unread].map(([name, what]) => [name, unreadColumn(name, what)] as const),
    ...[...fractions]
      .filter((name) => !unread.has(name))
      .map((name) => [name, `-(-${quoteIdentifier(name)})`] as const),
  ].map(([name, expression]) => `${expression} AS ${quoteIdentifier(name)}`);
  const replace = replaced.length > 0 ? ` REPLACE (${replaced.join(", ")})` : "";
  const byName = files.length > 1 ? ", union_by_name = true" : "";
  return `SELECT *${replace} FROM read_parquet(${fileLiterals(files)}${byName})`;
}
