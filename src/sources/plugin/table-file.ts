/** Writes the rows of a plugin's table to a Parquet file, in bounded memory and exactly. */
import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import type { Diagnostic } from "../../contract/diagnostic.js";
import type { LogicalType } from "../../contract/logical-type.js";
import type { Value } from "../../contract/result.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import { duckdbType } from "../../sql/dialects/duckdb/types.js";
import type { Batch } from "../../rows/batch.js";
import { columnValues } from "../../rows/column-values.js";
import { TypeContradiction } from "../../rows/stream.js";
import type { DuckDbConnection } from "../../duckdb/connection.js";
import { fileLiteral } from "../../duckdb/quote.js";
import { PARQUET_OPTIONS } from "../../duckdb/parquet-options.js";
import type { ScratchFolder } from "../files/scratch-folder.js";
import { columnsOf, rowStreamOf, type PluginBatch, type PluginColumn } from "./plugin-stream.js";
import { quoteIdentifier, quoteText } from "../../sql/quote.js";

/** A table of a plugin's file: what its columns are, and its rows in the same order. */
export interface PluginTable {
  readonly columns: readonly PluginColumn[];
  /** Called once, and again for each column with a value that does not fit: it becomes text. */
  rows(): Iterable<readonly unknown[]> | AsyncIterable<readonly unknown[]>;
}

export interface WrittenTable {
  /** The SELECT that reads the table. */
  readonly sql: string;
  readonly warnings: readonly Diagnostic[];
}

/** Rows that are turned into columns at once. */
const CHUNK = 4096;
const NEVER = new AbortController().signal;

/**
 * The Parquet file lies in `scratch`, and `connection` must be able to write there. A column whose
 * values do not fit becomes text, with a warning; `plugin` is the name for messages.
 */
export async function writeTable(
  table: PluginTable,
  connection: DuckDbConnection,
  scratch: ScratchFolder,
  plugin: string,
): Promise<WrittenTable> {
  const [lines, parquet] = [await scratch.file("rows.ndjson"), await scratch.file("rows.parquet")];
  const asText = new Set<number>();
  const warnings: Diagnostic[] = [];
  for (;;) {
    const columns = columnsOf(table.columns, plugin, asText);
    const given = { columns: table.columns, batches: chunks(table.rows()) };
    const { batches } = rowStreamOf(given, { signal: NEVER, asText }, plugin);
    try {
      await pipeline(jsonLines(batches), createWriteStream(lines, { mode: 0o600 }));
    } catch (error) {
      if (!(error instanceof TypeContradiction) || asText.has(error.column)) throw error;
      asText.add(error.column);
      const column = columns[error.column]?.name ?? "";
      warnings.push(createDiagnostic("column-read-as-text", { column, reason: error.detail }));
      continue;
    }
    const read = columns.map((_, at) => `c${at}: 'VARCHAR'`).join(", ");
    const list = columns.map(
      ({ name, type }, at) => `${castOf(`c${at}`, type)} AS ${quoteIdentifier(name)}`,
    );
    await connection.run(`COPY (SELECT ${list.join(", ")} FROM read_json(${fileLiteral(lines)},
      format = 'newline_delimited', columns = {${read}})) TO ${quoteText(parquet)} ${PARQUET_OPTIONS}`);
    await rm(lines, { force: true });
    return { sql: `SELECT * FROM read_parquet(${fileLiteral(parquet)})`, warnings };
  }
}

async function* chunks(rows: ReturnType<PluginTable["rows"]>): AsyncGenerator<PluginBatch> {
  let chunk: (readonly unknown[])[] = [];
  for await (const row of rows) {
    chunk.push(row);
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

async function* jsonLines(batches: AsyncIterable<Batch>): AsyncGenerator<string> {
  for await (const { rows, columns } of batches) {
    const values = columns.map((column) => columnValues(column, rows));
    let text = "";
    for (let row = 0; row < rows; row++) {
      const record = values.map((column, at) => [`c${at}`, textOrNull(column[row])]);
      text += `${JSON.stringify(Object.fromEntries(record))}\n`;
    }
    yield text;
  }
}

function textOrNull(value: Value | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}

/** The rows have these as text already. */
const TEXTS: ReadonlySet<LogicalType> = new Set<LogicalType>([
  "decimal",
  "interval",
  "list",
  "struct",
  "text",
]);

function castOf(column: string, type: LogicalType): string {
  if (type === "bytes") return `from_base64(${column})`;
  return TEXTS.has(type) ? column : `CAST(${column} AS ${duckdbType(type)})`;
}
