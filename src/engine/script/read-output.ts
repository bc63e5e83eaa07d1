/** A script's output file → Parquet: names, one pass for the types, one pass to write. */
import { dirname } from "node:path";
import type { Diagnostic } from "../../contract/diagnostic.js";
import type { LogicalType } from "../../contract/logical-type.js";
import { createDiagnostic, suggest } from "../../diagnostics/index.js";
import type { ScriptModel } from "../../project/objects.js";
import { SourceError } from "../../sources/contract.js";
import { literal } from "../../sources/duckdb-family.js";
import { JobFailure } from "../jobs/job-failure.js";
import type { Draft, Embedded, EmbeddedScope, ReadControl } from "../reader/contract.js";
import { castItem } from "./column-types.js";
import { compatNullCount, csvTable } from "./csv-output.js";
import {
  jsonKeyFault,
  jsonKeysQuery,
  jsonRecords,
  jsonStrayQuery,
  jsonTable,
  type JsonForm,
} from "./json-output.js";
import { readEnds, sniffFormat, withoutMark, type OutputEnds } from "./output-format.js";
import { columnFactItems, columnType, type TextTable } from "./text-table.js";

/** Name under which embedded SQL sees the file. */
const OUTPUT = "script_output";
/** Keys of JSON records that become columns. */
const MOST_COLUMNS = 10_000;

export interface OutputOptions {
  readonly model: ScriptModel;
  readonly path: string;
  readonly bytes: number;
  readonly embedded: Embedded;
  readonly timeZone: string;
  readonly control: ReadControl;
}

/** Reads an output that is not empty. Rejects with a JobFailure when it is not what it should be. */
export async function readOutput(options: OutputOptions): Promise<Draft> {
  const { model, path, bytes } = options;
  const ends = await readEnds(path, bytes);
  const format = model.format ?? sniffFormat(ends);
  if (!format) throw unreadable(model, "text", "it holds NUL bytes, as UTF-16 does; print UTF-8.");
  if (format === "arrow") {
    const values = { name: model.name, format: "Arrow" };
    throw new JobFailure([createDiagnostic("script-format-unsupported", values, { at: model.at })]);
  }
  try {
    if (format === "parquet") return await writeParquet(options);
    const table = await textTable(options, format, ends);
    if (!table) return await writeEmpty(options);
    const draft = await writeTyped(options, table);
    return {
      ...draft,
      diagnostics: [...draft.diagnostics, ...(await nullNotice(options, format, ends))],
    };
  } catch (error) {
    // Out of memory, cancelled and the like are not the script's fault.
    if (!(error instanceof SourceError) || !OUTPUT_CODES.has(error.diagnostic.code)) throw error;
    throw refused(model, FORMAT_TITLES[format], error.diagnostic);
  }
}

/** In compat mode words such as `NA` are NULL without being asked for; how many, is told. */
async function nullNotice(
  options: OutputOptions,
  format: "csv" | "tsv" | "json" | "ndjson",
  ends: OutputEnds,
): Promise<Diagnostic[]> {
  if (format !== "csv" && format !== "tsv") return [];
  const count = compatNullCount(options.path, format, ends, options.model);
  if (!count) return [];
  const sql = `select ${count.items} from ${OUTPUT}`;
  const values = Number((await firstColumn(options, count.relation, sql, 1))[0]);
  return values > 0 ? [createDiagnostic("compat-words-null", { values })] : [];
}

/** Codes of readers that are about the file and not about the reading. */
const OUTPUT_CODES = new Set(["engine-query-failed", "csv-malformed"]);

const FORMAT_TITLES = {
  csv: "CSV",
  tsv: "TSV",
  json: "JSON",
  ndjson: "NDJSON",
  parquet: "Parquet",
};

/** No rows, with the declared columns. */
export function writeEmpty(options: Omit<OutputOptions, "path" | "bytes">): Promise<Draft> {
  const { model, embedded, timeZone, control } = options;
  const items = model.columns.map(({ name, type }) => castItem("null", type, name));
  const list = items.length > 0 ? items.join(", ") : 'null::varchar as "empty"';
  return embedded.model(`select ${list} where false`, { relations: [], timeZone }, control);
}

function writeParquet({ path, embedded, timeZone, control }: OutputOptions): Promise<Draft> {
  const scope = scopeOf(`from read_parquet(${literal(path)})`, path, timeZone);
  return embedded.model(`from ${OUTPUT}`, scope, control);
}

/** Undefined when there are no records at all. */
async function textTable(
  options: OutputOptions,
  format: "csv" | "tsv" | "json" | "ndjson",
  ends: OutputEnds,
): Promise<TextTable | undefined> {
  const { model, path } = options;
  if (format === "csv" || format === "tsv") {
    const table = csvTable(path, format, ends, model);
    if (table) return table;
    throw unreadable(model, "CSV", "its first line does not end; is a quote missing?");
  }
  const form: JsonForm = withoutMark(ends.head).trimStart().startsWith("[")
    ? "array"
    : "unstructured";
  // DuckDB takes an array that breaks off between two records for a whole one.
  if (form === "array" && !/\]\s*$/.test(ends.tail)) {
    throw unreadable(model, "JSON", "the array breaks off before its end.");
  }
  const records = jsonRecords(path, form);
  const [stray] = await firstColumn(options, records, jsonStrayQuery(OUTPUT), 1);
  if (stray !== "0") {
    throw unreadable(model, "JSON", "objects with fields are expected, one per row.");
  }
  const keys = await firstColumn(options, records, jsonKeysQuery(OUTPUT), MOST_COLUMNS);
  const fault = jsonKeyFault(keys);
  if (fault !== undefined) throw unreadable(model, "JSON", fault);
  if (keys.length > 0) return jsonTable(path, form, keys);
  if (model.allowEmpty) return undefined;
  throw new JobFailure([
    createDiagnostic("script-output-empty", { name: model.name }, { at: model.at }),
  ]);
}

async function writeTyped(options: OutputOptions, table: TextTable): Promise<Draft> {
  const { model, path, embedded, timeZone, control } = options;
  const names = table.columns.map(({ name }) => name);
  const missing = model.columns.filter(({ name }) => !names.some((found) => isSame(found, name)));
  if (missing.length > 0)
    throw new JobFailure(missing.map(({ name }) => undeclared(model, name, names)));
  const scope = scopeOf(table.sql, path, timeZone);
  const types = await chooseTypes(table, scope, options);
  const items = table.columns.map(({ name, text }, i) => castItem(text, types[i] ?? "text", name));
  return embedded.model(`select ${items.join(", ")} from ${OUTPUT}`, scope, control);
}

/** Declared types, and for the other columns those that their values have. */
async function chooseTypes(
  { columns }: TextTable,
  scope: EmbeddedScope,
  { model, embedded, control }: OutputOptions,
): Promise<LogicalType[]> {
  const declared = columns.map(
    ({ name }) => model.columns.find((column) => isSame(column.name, name))?.type,
  );
  const items = columns.map((column, i) => (declared[i] ? [] : columnFactItems(column)));
  const list = items.flat().map((item, i) => `${item} as f${i}`);
  if (list.length === 0) return declared.map((type) => type ?? "text");
  const sql = `select ${list.join(", ")} from ${OUTPUT}`;
  const { result } = await embedded.rows(sql, 1, scope, { signal: control.signal });
  const values = result.columns.map((column) => Number(column.values[0]));
  let next = 0;
  return columns.map((column, i) => {
    const own = values.slice(next, (next += items[i]?.length ?? 0));
    return declared[i] ?? columnType(column, own);
  });
}

async function firstColumn(
  { embedded, path, timeZone, control }: OutputOptions,
  relation: string,
  sql: string,
  most: number,
): Promise<string[]> {
  const scope = scopeOf(relation, path, timeZone);
  const { result } = await embedded.rows(sql, most, scope, { signal: control.signal });
  return Array.from(result.columns[0]?.values ?? [], String);
}

function scopeOf(sql: string, path: string, timeZone: string): EmbeddedScope {
  return {
    timeZone,
    relations: [{ names: [{ table: OUTPUT }], sql, directories: [dirname(path)] }],
  };
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function undeclared(model: ScriptModel, column: string, names: readonly string[]) {
  const hint = suggest(column, names);
  const at = model.locate(["columns"]);
  return createDiagnostic("declared-column-missing", { name: model.name, column }, { at, hint });
}

/** What DuckDB says of the file, without its advice on options that a script model does not have. */
function refused(
  model: ScriptModel,
  format: string,
  { message, detail = "" }: Diagnostic,
): JobFailure {
  const said = message.slice(message.indexOf(": ") + 2).replace(/ in file "[^"]*"/, "");
  const lines = detail.split(/\nPossible fixes|\n\n|\nLINE |^LINE /, 1)[0]?.trim();
  return unreadable(model, format, said, lines || undefined);
}

function unreadable(
  model: ScriptModel,
  format: string,
  reason: string,
  detail?: string,
): JobFailure {
  const values = { name: model.name, format, reason };
  return new JobFailure([
    createDiagnostic("script-output-unreadable", values, { at: model.at, detail }),
  ]);
}
