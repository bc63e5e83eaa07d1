import type { LogicalType } from "../../contract/logical-type.js";
import type { TableRows } from "../../rows/relation.js";
import { scanOf } from "./output-options.js";
import { fileLiteral } from "../../duckdb/quote.js";
import type { TextColumn, TextTable } from "./text-table.js";
import { quoteIdentifier, quoteText } from "../../sql/quote.js";

/** One array of records, or records one after the other, be they a line each or not. */
export type JsonForm = "array" | "unstructured";

/**
 * A file of JSON, and the bytes that its largest record may have: DuckDB sets twice as many aside
 * for each thread.
 */
export interface JsonFile {
  readonly path: string;
  readonly form: JsonForm;
  readonly largest: number;
}

/** One record per row, in a column `json`. */
export function jsonRecords(file: JsonFile): TableRows {
  const sql = `from read_json_objects(${fileLiteral(file.path)}, ${parameters(file)})`;
  return scanOf(sql, file.path);
}

/** Over {@link jsonRecords}: the keys of all records, in order of first appearance. */
export function jsonKeysQuery(records: string): string {
  const keys = `select unnest(json_keys(json)) as name from ${records} where json_type(json) = 'OBJECT'`;
  const numbered = `select name, row_number() over () as n from (${keys})`;
  return `select name from (${numbered}) group by name order by min(n)`;
}

/** Over {@link jsonRecords}: number and JSON type of the first that is no record. */
export function jsonStrayQuery(records: string): string {
  const numbered = `select row_number() over () as n, json_type(json) as type from ${records}`;
  return `select n, type from (${numbered}) where type is distinct from 'OBJECT' order by n limit 1`;
}

/** Over {@link jsonRecords} of one record: its fields that hold a list of records. */
export function jsonWrappedQuery(records: string): string {
  const fields = `select json, unnest(json_keys(json)) as name from ${records}`;
  const lists = `select name, json_extract(json, '$."' || replace(name, '"', '\\"') || '"') as value from (${fields})`;
  return `select name from (${lists}) where json_type(value) = 'ARRAY' and json_type(value, '$[0]') = 'OBJECT'`;
}

/** Why keys cannot be columns, whose names are not empty and differ by more than case. */
export function jsonKeyFault(keys: readonly string[]): string | undefined {
  if (keys.includes("")) return "a record has a field without a name.";
  const seen = new Map<string, string>();
  for (const key of keys) {
    const other = seen.get(key.toLowerCase());
    if (other !== undefined) return `the fields \`${other}\` and \`${key}\` differ by case only.`;
    seen.set(key.toLowerCase(), key);
  }
  return undefined;
}

/**
 * The records as columns. JSON says itself which values are texts: `"007"` is one and stays one.
 */
export function jsonTable(
  file: JsonFile,
  keys: readonly string[],
  nullValues: readonly string[],
): TextTable {
  const columns = keys.map((key) => `${quoteText(key)}: 'JSON'`).join(", ");
  const sql = `from read_json(${fileLiteral(file.path)}, ${parameters(file)}, columns = {${columns}}, records = true)`;
  return { rows: scanOf(sql, file.path), columns: keys.map((key) => jsonColumn(key, nullValues)) };
}

function parameters({ form, largest }: JsonFile): string {
  return `format = '${form}', ignore_errors = false, maximum_object_size = ${largest}`;
}

function jsonColumn(name: string, nullValues: readonly string[]): TextColumn {
  const json = withoutNulls(quoteIdentifier(name), nullValues);
  const isOf = (...types: string[]) =>
    `count(*) filter (json_type(${json}) in (${types.map(quoteText).join(", ")}))::integer`;
  return {
    name,
    text: `case json_type(${json}) when 'VARCHAR' then ${json} ->> '$' else ${json}::varchar end`,
    counts: [isOf("VARCHAR"), isOf("OBJECT", "ARRAY"), isOf("BOOLEAN")],
    choose: chooseJsonType,
  };
}

/** The value, or NULL where it is one of these texts. */
function withoutNulls(json: string, nullValues: readonly string[]): string {
  if (nullValues.length === 0) return json;
  const isNull = `json_type(${json}) = 'VARCHAR' and (${json} ->> '$') in (${nullValues.map(quoteText).join(", ")})`;
  return `(case when ${isNull} then null else ${json} end)`;
}

/**
 * Strings may be dates and times, which JSON has no form for, but never numbers; mixed columns are
 * text.
 */
function chooseJsonType(
  byText: LogicalType,
  values: number,
  counts: readonly number[],
): LogicalType {
  const [texts = 0, nested = 0, bools = 0] = counts;
  if (nested === values) return "json";
  if (bools === values) return "bool";
  if (texts === values) return ["date", "timestamp", "instant"].includes(byText) ? byText : "text";
  return texts + nested + bools === 0 ? byText : "text";
}
