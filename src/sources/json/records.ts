/**
 * Records of JSON files as texts of their values, with every digit that was written: DuckDB reads numbers with a fraction
 * as doubles, so longer ones are put between quotes, with a mark, before it parses the record.
 *
 *   file ─ read_json_objects ─▶ record as text ─ mark long numbers ─▶ from_json ─▶ values as JSON ─ take marks off ─▶
 */
import { identifier, literal, literalList } from "../duckdb-family/quote.js";
import type { JsonConfig } from "./config.js";

/** A record may be this long. */
const LONGEST_RECORD = 256 * 1024 ** 2;

/** No text begins like this by chance. */
const MARK = "hw-7f3c91d2a5e84b06-number:";

/** Numbers of 16 characters and more; shorter ones survive a double. */
const LONG_NUMBER = "-?[0-9][0-9.eE+-]{15,}";

export type JsonForm = "array" | "unstructured";

/** A table `record` of JSON texts: the records themselves, or what lies at `records` in each document. */
export function recordsQuery(
  files: readonly string[],
  form: JsonForm,
  records: JsonConfig["records"],
): string {
  const documents = `SELECT ${marked("json")} AS record FROM read_json_objects(${literalList(files)}, format = '${form}',
    ignore_errors = false, maximum_object_size = ${LONGEST_RECORD})`;
  if (records === undefined) return documents;
  return `SELECT unnest(json_extract(record, ${literal(`${pathOf(records)}[*]`)})) AS record FROM (${documents})`;
}

/** How many documents have no list at the path. */
export function withoutListQuery(files: readonly string[], form: JsonForm, path: string): string {
  return `SELECT count(*) FROM (${recordsQuery(files, form, undefined)})
    WHERE json_type(json_extract(record, ${literal(pathOf(path))})) IS DISTINCT FROM 'ARRAY'`;
}

function pathOf(records: string): string {
  return `$${records
    .split(".")
    .map((key) => `."${key}"`)
    .join("")}`;
}

/** Over the records: the values at the keys as columns of JSON text, as they were written; JSON's null is NULL. */
export function valuesQuery(records: string, keys: readonly string[]): string {
  const structure = JSON.stringify(Object.fromEntries(keys.map((key) => [key, "JSON"])));
  const list = keys.map((key) => `${unmarked(`fields.${identifier(key)}`)} AS ${identifier(key)}`);
  return `SELECT ${list.join(", ")} FROM (SELECT from_json(record, ${literal(structure)}) AS fields FROM (${records}))`;
}

function marked(record: string): string {
  const text = `${record}::VARCHAR`;
  const parts = String.raw`regexp_extract_all(${text}, '"(?:[^"\\]|\\.)*"|[^"]+')`;
  const marks = `regexp_replace(part, '(${LONG_NUMBER})', '"${MARK}\\1"', 'g')`;
  return `CASE WHEN regexp_matches(${text}, '${LONG_NUMBER}')
    THEN array_to_string(list_transform(${parts}, lambda part: CASE WHEN part[1] = '"' THEN part ELSE ${marks} END), '')
    ELSE ${text} END`;
}

function unmarked(value: string): string {
  const text = `${value}::VARCHAR`;
  return `CASE WHEN contains(${text}, '${MARK}') THEN regexp_replace(${text}, '"${MARK}([^"]*)"', '\\1', 'g') ELSE ${text} END`;
}
