/**
 * Records of JSON files as texts of their values, with every digit that was written. DuckDB reads
 * numbers with a fraction as doubles; where a file has numbers that these cannot hold, they are put
 * between quotes, with a mark, beforehand.
 *
 *   file ─ read_json_objects ─▶ record as text ─ mark long numbers ─▶ from_json ─▶ values as JSON ─ take marks off ─▶
 */
import { statSync } from "node:fs";
import { isNamedGzip } from "../files/gzip-file.js";
import { fileLiterals } from "../../duckdb/quote.js";
import { quoteIdentifier, quoteText } from "../../sql/quote.js";

/** A record may be this long. */
const LONGEST_RECORD = 256 * 1024 ** 2;

/** No text begins like this by chance. */
const MARK = "hw-7f3c91d2a5e84b06-number:";

/** What is put between quotes once it must be: what 15 digits and a point cannot hold. */
const MARKED_NUMBER = "-?[0-9][0-9.eE+-]{15,}";

/** Digits that a double keeps where they were printed from one. */
const DOUBLE_DIGITS = 17;

/** DuckDB's words for one list of records, and for records one after another. */
export type JsonForm = "array" | "unstructured";

export interface RecordsOptions {
  readonly files: readonly string[];
  readonly form: JsonForm;
  /** Keys with dots between them, to the list of records in each document. */
  readonly path: string | undefined;
  /** Whether the files have numbers that doubles cannot hold. */
  readonly exact: boolean;
}

/**
 * A table `record` of JSON texts: the records themselves, or what lies at the path in each
 * document.
 */
export function recordsQuery({ path, ...options }: RecordsOptions): string {
  const documents = documentsQuery(options);
  if (path === undefined) return documents;
  return `SELECT unnest(json_extract(record, ${quoteText(`${jsonPath(path)}[*]`)})) AS record FROM (${documents})`;
}

/**
 * The documents in the files as one row: whether one has long numbers, and how many have no list at
 * the path.
 */
export function documentsFactsQuery(options: Omit<RecordsOptions, "exact">, path: string): string {
  const type = `json_type(json_extract(record, ${quoteText(jsonPath(path))}))`;
  return `SELECT ${hasLongNumbers("record")}, count(*) FILTER (${type} IS DISTINCT FROM 'ARRAY')
    FROM (${documentsQuery({ ...options, exact: false })})`;
}

/**
 * Over records: each set of keys that occurs, in order of first appearance, whether they are
 * records, have long numbers.
 */
export function keySetsQuery(records: string): string {
  return `SELECT to_json(keys)::VARCHAR, is_record, count(*), ${hasLongNumbers("record")}
    FROM (SELECT record, json_keys(record) AS keys, json_type(record) = 'OBJECT' AS is_record, row_number() OVER () AS n
      FROM (${records}))
    GROUP BY keys, is_record ORDER BY min(n)`;
}

/**
 * Over records: each value that is not null as a row of its field's name, its JSON text as it was
 * written, and whether it has a number that was marked. One below the other, since DuckDB's time for
 * a list of expressions grows with its square.
 */
export function valuesQuery(records: string, exact: boolean): string {
  const text = "unnest(json_extract(record, '$.*'))::VARCHAR";
  const values = `SELECT unnest(json_keys(record)) AS name, ${text} AS value FROM (${records})`;
  const [value, isMarked] = exact ? [unmarked("value"), hasMark("value")] : ["value", "false"];
  return `SELECT name, ${value} AS value, ${isMarked} AS is_marked FROM (${values}) WHERE value <> 'null'`;
}

/** A column as it is read of the records. */
export interface ReadColumn {
  readonly name: string;
  /** DuckDB's type, which every value fits. */
  readonly type: string;
  /** SQL of the column where it is another than what is read. */
  readonly made?: string | undefined;
}

/** The records as a table of these columns; what a record lacks is NULL. */
export function tableQuery(options: RecordsOptions, columns: readonly ReadColumn[]): string {
  const made = columns.flatMap(({ name, made }) =>
    made === undefined ? [] : [`${made} AS ${quoteIdentifier(name)}`],
  );
  const replace = made.length > 0 ? ` REPLACE (${made.join(", ")})` : "";
  return `SELECT *${replace} FROM ${readsFile(options) ? fileTable(options, columns) : recordsTable(options, columns)}`;
}

/** Whether the columns are read of the file itself, where DuckDB reads times in its own way too. */
export function readsFile({ path, exact }: RecordsOptions): boolean {
  return path === undefined && !exact;
}

function fileTable({ files, form }: RecordsOptions, columns: readonly ReadColumn[]): string {
  const types = columns.map(({ name, type }) => `${quoteText(name)}: '${type}'`);
  return `read_json(${fileLiterals(files)}, format = '${form}', records = 'true', auto_detect = false,
    columns = {${types.join(", ")}}, ignore_errors = false, maximum_object_size = ${longestRecord(files)})`;
}

function recordsTable(options: RecordsOptions, columns: readonly ReadColumn[]): string {
  const types = JSON.stringify(Object.fromEntries(columns.map(({ name, type }) => [name, type])));
  return `(SELECT unnest(fields) FROM
    (SELECT from_json(record, ${quoteText(types)}) AS fields FROM (${recordsQuery(options)})))`;
}

function documentsQuery({ files, form, exact }: Omit<RecordsOptions, "path">): string {
  const record = exact ? marked("json::VARCHAR") : "json::VARCHAR";
  return `SELECT ${record} AS record FROM read_json_objects(${fileLiterals(files)}, format = '${form}',
    ignore_errors = false, maximum_object_size = ${longestRecord(files)})`;
}

function jsonPath(path: string): string {
  return `$${path
    .split(".")
    .map((key) => `."${key}"`)
    .join("")}`;
}

/**
 * More digits with a fraction or an exponent than a double has room for; whole numbers are exact in
 * any case.
 */
function hasLongNumbers(text: string): string {
  const fractions = Array.from(
    { length: DOUBLE_DIGITS + 1 },
    (_, whole) => `[1-9][0-9]{${whole}}\\.[0-9]{${Math.max(1, DOUBLE_DIGITS - whole)},}`,
  );
  const patterns = [
    ...fractions,
    `0\\.0*[1-9][0-9]{${DOUBLE_DIGITS},}`,
    `[0-9]{${DOUBLE_DIGITS + 1},}(\\.|[eE])`,
  ];
  return `coalesce(bool_or(regexp_matches(${text}, ${quoteText(patterns.join("|"))})), false)`;
}

function marked(text: string): string {
  const parts = String.raw`regexp_extract_all(${text}, '"(?:[^"\\]|\\.)*"|[^"]+')`;
  const marks = `regexp_replace(part, '(${MARKED_NUMBER})', '"${MARK}\\1"', 'g')`;
  return `CASE WHEN regexp_matches(${text}, '${MARKED_NUMBER}')
    THEN array_to_string(list_transform(${parts}, lambda part: CASE WHEN part[1] = '"' THEN part ELSE ${marks} END), '')
    ELSE ${text} END`;
}

/** A text without the marks of its numbers. */
export function unmarked(text: string): string {
  return `CASE WHEN ${hasMark(text)} THEN regexp_replace(${text}, '"${MARK}([^"]*)"', '\\1', 'g') ELSE ${text} END`;
}

function hasMark(text: string): string {
  return `contains(${text}, '${MARK}')`;
}

/**
 * DuckDB takes buffers of twice this size for each thread, so small files ask for little; packed
 * ones do not tell.
 */
function longestRecord(files: readonly string[]): number {
  if (files.some(isNamedGzip)) return LONGEST_RECORD;
  const sizes = files.map(
    (file) => statSync(file, { throwIfNoEntry: false })?.size ?? LONGEST_RECORD,
  );
  return Math.min(LONGEST_RECORD, Math.max(1_048_576, ...sizes));
}
