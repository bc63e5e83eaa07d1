/** Writes the rows of a plugin's table to a Parquet file, in bounded memory and exactly. */
import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import type { Diagnostic } from "../../contract/diagnostic.js";
import { decimalParts, type LogicalType } from "../../contract/logical-type.js";
import type { Value } from "../../contract/result.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import type { Batch } from "../../rows/batch.js";
import { columnValues } from "../../rows/column-values.js";
import { TypeContradiction } from "../../rows/stream.js";
import type { DuckDbConnection } from "../../duckdb/connection.js";
import { fileLiteral, identifier, literal } from "../../duckdb/quote.js";
import type { ScratchFolder } from "../files/scratch-folder.js";
import { columnsOf, rowStreamOf, type PluginBatch, type PluginColumn } from "./plugin-stream.js";

/** A table of a plugin's file: what its columns are, and its rows in the same order. */
export interface PluginTable {
  readonly columns: readonly PluginColumn[];
  /** Called once; a second time when a value does not fit its column, which then becomes text. */
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
      ({ name, type }, at) => `${castOf(`c${at}`, type)} AS ${identifier(name)}`,
    );
    await connection.run(`COPY (SELECT ${list.join(", ")} FROM read_json(${fileLiteral(lines)},
      format = 'newline_delimited', columns = {${read}})) TO ${literal(parquet)} (FORMAT parquet)`);
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

const DUCKDB_TYPES: Readonly<Partial<Record<LogicalType, string>>> = {
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
  date: "DATE",
  time: "TIME",
  timestamp: "TIMESTAMP",
  instant: "TIMESTAMPTZ",
  uuid: "UUID",
  json: "JSON",
};

function castOf(column: string, type: LogicalType): string {
  if (type === "bytes") return `from_base64(${column})`;
  const decimal = decimalParts(type);
  const to = decimal ? `DECIMAL(${decimal.precision}, ${decimal.scale})` : DUCKDB_TYPES[type];
  return to === undefined ? column : `CAST(${column} AS ${to})`;
}
