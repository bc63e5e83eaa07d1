/** A script's output file → Parquet: names, one pass for the types, one pass to write. */
import { rm } from "node:fs/promises";
import type { Diagnostic } from "../../contract/diagnostic.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import { SourceError } from "../../rows/stream.js";
import type { ScriptModel } from "../../project/objects.js";
import { parquetColumns, parquetSchemaQuery } from "../../duckdb/parquet-columns.js";
import { fileLiteral } from "../../duckdb/quote.js";
import { JobFailure } from "../job-failure.js";
import type { TableRows } from "../../rows/relation.js";
import type { Draft } from "../../rows/result/draft.js";
import { castItem } from "./column-types.js";
import { compatNullCount, csvTable } from "./csv-output.js";
import {
  jsonKeyFault,
  jsonKeysQuery,
  jsonRecords,
  jsonStrayQuery,
  jsonTable,
  jsonWrappedQuery,
  type JsonFile,
} from "./json-output.js";
import { FORMAT_TITLES, outputFailure, unreadable } from "./output-failure.js";
import {
  cutBlankEnd,
  isBlank,
  readEnds,
  sniffFormat,
  withoutMark,
  type OutputEnds,
  type OutputFormat,
} from "./output-format.js";
import { OUTPUT, scanOf, scopeOf, type OutputOptions } from "./output-options.js";
import type { TextTable } from "./text-table.js";
import { storedTable } from "./stored-table.js";
import { typedItems } from "./typed-columns.js";

/** Keys of JSON records that become columns. */
const MOST_COLUMNS = 10_000;
/** Bytes of a JSON record. */
const USUAL_RECORD = 16_777_216;
const LARGEST_RECORD = 134_217_728;

/** Reads an output. Rejects with a JobFailure when it is not what it should be. */
export async function readOutput(options: OutputOptions): Promise<Draft> {
  const { model, path, bytes } = options;
  const ends = await readEnds(path, bytes);
  const format = model.format ?? foundFormat(model, ends);
  try {
    if (format === "arrow") return await writeArrow(options);
    if (format === "parquet") return await writeParquet(options);
    if (ends.fault !== undefined) throw unreadable(model, format, ends.fault);
    if (isBlank(ends)) return await writeEmpty(options);
    if (format === "json" || format === "ndjson") return await writeJson(options, format, ends);
    await cutBlankEnd(path, bytes, ends);
    const table = csvTable(path, format, ends, model);
    if ("fault" in table) throw unreadable(model, format, table.fault);
    const draft = await writeTyped(options, table);
    const notices = await nullNotice(options, format, ends);
    return { ...draft, diagnostics: [...table.renamed, ...draft.diagnostics, ...notices] };
  } catch (error) {
    throw await outputFailure(error, model, format, path);
  }
}

/** The format that the first bytes tell, which must be one that the model's options are about. */
function foundFormat(model: ScriptModel, ends: OutputEnds): OutputFormat {
  const format = sniffFormat(ends);
  if (format === "csv") return format;
  const isBinary = format === "parquet" || format === "arrow";
  const option =
    (model.delimiter !== undefined && "delimiter") ||
    (model.header !== undefined && "header") ||
    (isBinary && model.nullValues !== undefined && "null_values");
  if (!option) return format;
  const title = FORMAT_TITLES[format];
  throw unreadable(
    model,
    "csv",
    `it seems to be ${title}, for which \`${option}\` has no meaning.`,
  );
}

/** In compat mode words such as `NA` are NULL without being asked for; a notice counts them. */
async function nullNotice(
  options: OutputOptions,
  format: "csv" | "tsv",
  ends: OutputEnds,
): Promise<Diagnostic[]> {
  const count = compatNullCount(options.path, format, ends, options.model);
  if (!count) return [];
  const sql = `select ${count.items} from ${OUTPUT}`;
  const values = Number((await firstColumn(options, count.rows, sql, 1))[0]);
  return values > 0 ? [createDiagnostic("compat-words-null", { values })] : [];
}

/** No rows, with the declared columns, if that is allowed. */
export function writeEmpty(options: Omit<OutputOptions, "path" | "bytes">): Promise<Draft> {
  const { model, embedded, timeZone, control } = options;
  if (!model.allowEmpty) {
    const where = { at: model.locate(["args"]) };
    throw new JobFailure([createDiagnostic("script-output-empty", { name: model.name }, where)]);
  }
  const items = model.columns.map(({ name, type }) => castItem("null", type, name));
  const list = items.length > 0 ? items.join(", ") : 'null::varchar as "empty"';
  return embedded.model(`select ${list} where false`, { tables: [], timeZone }, control);
}

async function writeParquet(options: OutputOptions): Promise<Draft> {
  const { model, path, embedded, timeZone, control } = options;
  const warnings = await parquetWarnings(options);
  const rows = scanOf(`from read_parquet(${fileLiteral(path)})`, path);
  const scope = scopeOf(rows, timeZone);
  const draft =
    model.columns.length === 0
      ? await embedded.model(`from ${OUTPUT}`, scope, control)
      : await writeTyped(
          options,
          storedTable(rows, await embedded.describe(`from ${OUTPUT}`, scope, control)),
        );
  return { ...draft, diagnostics: [...warnings, ...draft.diagnostics] };
}

/** Rejects where DuckDB would read a column as other values. */
async function parquetWarnings(options: OutputOptions): Promise<Diagnostic[]> {
  const { model, path, embedded, timeZone, control } = options;
  const scope = scopeOf(scanOf(parquetSchemaQuery([path]), path), timeZone);
  const { result } = await embedded.rows(`from ${OUTPUT}`, MOST_COLUMNS, scope, {
    signal: control.signal,
  });
  const schema = Array.from({ length: result.rows }, (_, row) =>
    result.columns.map(({ values }) => values[row] ?? null),
  );
  const columns = parquetColumns(schema).flat();
  const unread = columns.find((one) => one.unread !== undefined);
  if (unread) {
    const reason = `the column \`${unread.name}\` is ${unread.unread}; print it as text, or with 38 digits at most.`;
    throw unreadable(model, "parquet", reason);
  }
  return columns
    .filter(({ cutsNanoseconds }) => cutsNanoseconds)
    .map(({ name }) => createDiagnostic("nanoseconds-cut", { column: name, stored: true }));
}

async function writeArrow(options: OutputOptions): Promise<Draft> {
  const { model, path, embedded, control } = options;
  const draft = await embedded.arrow(path, control);
  if (model.columns.length === 0) return draft;
  try {
    const { columns } = draft.artifact;
    const landed = { kind: "landed", path: draft.path, columns } as const;
    const typed = await writeTyped(options, storedTable(landed, columns));
    return { ...typed, diagnostics: [...draft.diagnostics, ...typed.diagnostics] };
  } finally {
    await rm(draft.path, { force: true });
  }
}

/** Records are read with little memory; only if one is too large for that, with more. */
async function writeJson(
  options: OutputOptions,
  format: OutputFormat,
  ends: OutputEnds,
): Promise<Draft> {
  const { model, path, bytes } = options;
  const isArray = withoutMark(ends.head).trimStart().startsWith("[");
  // DuckDB takes an array that breaks off between two records for a whole one.
  if (isArray && !/\]\s*$/.test(ends.tail)) {
    throw unreadable(model, format, "the array breaks off before its end.");
  }
  const file = { path, form: isArray ? "array" : "unstructured" } as const;
  const usual = Math.min(Math.max(bytes, 65_536), USUAL_RECORD);
  try {
    return await writeRecords(options, format, { ...file, largest: usual });
  } catch (error) {
    if (!(error instanceof SourceError) || !/maximum_object_size/.test(error.message)) throw error;
    return writeRecords(options, format, { ...file, largest: LARGEST_RECORD });
  }
}

async function writeRecords(
  options: OutputOptions,
  format: OutputFormat,
  file: JsonFile,
): Promise<Draft> {
  const { model } = options;
  const records = jsonRecords(file);
  const [number, kind] = await firstRow(options, records, jsonStrayQuery(OUTPUT));
  if (number !== undefined) {
    const reason = `record ${number} is ${JSON_KINDS[kind ?? ""] ?? "a number"}; objects with fields are expected.`;
    throw unreadable(model, format, reason);
  }
  const keys = await firstColumn(options, records, jsonKeysQuery(OUTPUT), MOST_COLUMNS);
  const fault = jsonKeyFault(keys);
  if (fault !== undefined) throw unreadable(model, format, fault);
  if (keys.length === 0) return writeEmpty(options);
  const draft = await writeTyped(options, jsonTable(file, keys, model.nullValues ?? []));
  if (file.form === "array" || draft.artifact.rows !== 1) return draft;
  const [list] = await firstColumn(options, records, jsonWrappedQuery(OUTPUT), 1);
  if (list === undefined) return draft;
  const words = { name: model.name, field: list };
  const wrapped = createDiagnostic("script-records-wrapped", words, { at: model.at });
  return { ...draft, diagnostics: [...draft.diagnostics, wrapped] };
}

/** DuckDB's words for what JSON values are. */
const JSON_KINDS: Readonly<Record<string, string>> = {
  ARRAY: "a list",
  VARCHAR: "a text",
  BOOLEAN: "a truth value",
  NULL: "null",
};

async function writeTyped(options: OutputOptions, table: TextTable): Promise<Draft> {
  const { embedded, timeZone, control } = options;
  const scope = scopeOf(table.rows, timeZone);
  const items = await typedItems(table, scope, options);
  return embedded.model(`select ${items.join(", ")} from ${OUTPUT}`, scope, control);
}

async function firstColumn(
  { embedded, timeZone, control }: OutputOptions,
  rows: TableRows,
  sql: string,
  most: number,
): Promise<string[]> {
  const scope = scopeOf(rows, timeZone);
  const { result } = await embedded.rows(sql, most, scope, { signal: control.signal });
  return Array.from(result.columns[0]?.values ?? [], String);
}

/** Values of the first row as text; empty without rows. */
async function firstRow(
  { embedded, timeZone, control }: OutputOptions,
  rows: TableRows,
  sql: string,
): Promise<string[]> {
  const scope = scopeOf(rows, timeZone);
  const { result } = await embedded.rows(sql, 1, scope, { signal: control.signal });
  return result.rows === 0 ? [] : result.columns.map(({ values }) => String(values[0]));
}
