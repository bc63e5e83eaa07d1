import type { LogicalType } from "../../contract/logical-type.js";
import { identifier, literal } from "../../sources/duckdb-family.js";
import type { TextColumn, TextTable } from "./text-table.js";

/** One array of records, or records one after the other, be they a line each or not. */
export type JsonForm = "array" | "unstructured";

/** A table `json` with one record per row. */
export function jsonRecords(path: string, form: JsonForm): string {
  return `from read_json_objects(${literal(path)}, ${parameters(form)})`;
}

/** Over {@link jsonRecords}: the keys of all records, in order of first appearance. */
export function jsonKeysQuery(records: string): string {
  const keys = `select unnest(json_keys(json)) as name from ${records} where json_type(json) = 'OBJECT'`;
  const numbered = `select name, row_number() over () as n from (${keys})`;
  return `select name from (${numbered}) group by name order by min(n)`;
}

/** Over {@link jsonRecords}: how many are no records. */
export function jsonStrayQuery(records: string): string {
  return `select count(*)::integer as n from ${records} where json_type(json) <> 'OBJECT'`;
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

/** The records as columns. JSON says itself which values are texts: `"007"` is one and stays one. */
export function jsonTable(path: string, form: JsonForm, keys: readonly string[]): TextTable {
  const columns = keys.map((key) => `${literal(key)}: 'JSON'`).join(", ");
  const sql = `from read_json(${literal(path)}, ${parameters(form)}, columns = {${columns}}, records = true)`;
  return { sql, columns: keys.map(jsonColumn) };
}

function parameters(form: JsonForm): string {
  return `format = '${form}', ignore_errors = false, maximum_object_size = 268435456`;
}

function jsonColumn(name: string): TextColumn {
  const json = identifier(name);
  const isOf = (...types: string[]) =>
    `count(*) filter (json_type(${json}) in (${types.map(literal).join(", ")}))::integer`;
  return {
    name,
    text: `case json_type(${json}) when 'VARCHAR' then ${json} ->> '$' else ${json}::varchar end`,
    counts: [isOf("VARCHAR"), isOf("OBJECT", "ARRAY"), isOf("BOOLEAN")],
    choose: chooseJsonType,
  };
}

/** Strings may be dates and times, which JSON has no form for, but never numbers; mixed columns are text. */
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
