import { rm } from "node:fs/promises";
import { uniqueColumnNames } from "../rows/column-names.js";
import { renamedColumns } from "../rows/renamed-columns.js";
import type { Diagnostic } from "../contract/diagnostic.js";
import type { ArtifactColumn } from "../contract/manifest.js";
import { createDiagnostic } from "../diagnostics/index.js";
import type { Column, ParquetCopy } from "../rows/stream.js";
import { castExpression, wholeType, type NamedColumnType } from "./column-type.js";
import type { DuckDbConnection } from "./connection.js";
import { duckDbFailure } from "./failure.js";
import { PARQUET_OPTIONS } from "./parquet-options.js";
import { fileLiteral, parenthesised } from "./quote.js";
import { requireQuery } from "./statement.js";
import { onAbort, publicColumn, wideIntegerAt, type QueryOptions } from "./stream-query.js";
import { quoteIdentifier, quoteText } from "../sql/quote.js";

/**
 * Writes a query's rows to a Parquet file without passing through JavaScript and closes the
 * connection. Types that Parquet would change (128-bit integers, intervals, unions) are stored as
 * decimals or text.
 */
export async function copyQuery(
  connection: DuckDbConnection,
  sql: string,
  path: string,
  options: QueryOptions,
): Promise<ParquetCopy> {
  const stop = onAbort(options.signal, () => connection.interrupt());
  try {
    options.signal.throwIfAborted();
    await requireQuery(connection, sql);
    const described = await connection.describe(sql);
    const renamed = renamedColumns(described.map(({ name }) => name));
    let columns: readonly NamedColumnType[] | undefined = uniquelyNamed(described);
    for (;;) {
      try {
        const rows = await copy(connection, sql, path, columns);
        const warnings = [...renamed, ...(await cutWarnings(connection, path, columns))];
        return { rows, columns: columns.map(storedColumn), warnings };
      } catch (error) {
        columns = widened(error, columns);
        if (!columns) throw error;
      }
    }
  } catch (error) {
    await rm(path, { force: true });
    throw options.signal.aborted
      ? duckDbFailure(new Error("INTERRUPT Error"), options.of)
      : duckDbFailure(error, options.of, sql);
  } finally {
    stop();
    connection.close();
  }
}

function uniquelyNamed(columns: readonly NamedColumnType[]): NamedColumnType[] {
  const names = uniqueColumnNames(columns.map(({ name }) => name));
  return columns.map((column, index) => ({ ...column, name: names[index] ?? column.name }));
}

/**
 * The columns with more room for the integers that did not fit: 64 bits, 38 digits, text; undefined
 * when that is not it.
 */
function widened(
  error: unknown,
  columns: readonly NamedColumnType[],
): readonly NamedColumnType[] | undefined {
  const tooWide = wideIntegerAt(error, columns);
  if (tooWide !== undefined) return replaced(columns, tooWide, decimalColumn);
  const message = error instanceof Error ? error.message : "";
  const tooLong = columns.findIndex(({ storeAs }) => storeAs === "DECIMAL(38,0)");
  if (tooLong < 0 || !/^Conversion Error: .*DECIMAL\(38,0\)/s.test(message)) return undefined;
  return replaced(columns, tooLong, (column) => ({
    ...column,
    type: "decimal",
    storeAs: "VARCHAR",
  }));
}

function decimalColumn(column: NamedColumnType): NamedColumnType {
  return { ...column, type: "decimal(38,0)", readAs: "DECIMAL(38,0)", storeAs: "DECIMAL(38,0)" };
}

function replaced<T>(items: readonly T[], at: number, change: (item: T) => T): T[] {
  return items.map((item, index) => (index === at ? change(item) : item));
}

function storedColumn(column: NamedColumnType): Column & ArtifactColumn {
  const whole = column.type === "decimal" ? wholeType(column.native) : undefined;
  return { ...publicColumn(column), ...(whole && { whole }) };
}

/** The file keeps nanoseconds, for merges; whoever reads its rows sees microseconds. */
async function cutWarnings(
  connection: DuckDbConnection,
  path: string,
  columns: readonly NamedColumnType[],
): Promise<Diagnostic[]> {
  const fine = columns.filter(({ layout }) => layout.kind === "nanoseconds");
  if (fine.length === 0) return [];
  const list = fine.map(
    ({ name }) => `coalesce(bool_or(epoch_ns(${quoteIdentifier(name)}) % 1000 <> 0), false)`,
  );
  const [row] = await connection.rows(
    `SELECT ${list.join(", ")} FROM read_parquet(${fileLiteral(path)})`,
  );
  return fine
    .filter((_, index) => row?.[index] === true)
    .map(({ name }) => createDiagnostic("nanoseconds-cut", { column: name }));
}

async function copy(
  connection: DuckDbConnection,
  sql: string,
  path: string,
  columns: readonly NamedColumnType[],
): Promise<number> {
  const aliases = columns.map((_, index) => `c${index}`);
  const list = columns.map(
    ({ storeAs, name }, index) =>
      `${castExpression(`c${index}`, storeAs)} AS ${quoteIdentifier(name)}`,
  );
  const [row] = await connection.rows(`
    COPY (SELECT ${list.join(", ")} FROM ${parenthesised(sql)} AS hw_rows(${aliases.join(", ")}))
    TO ${quoteText(path)} ${PARQUET_OPTIONS}`);
  return Number(row?.[0] ?? 0);
}
