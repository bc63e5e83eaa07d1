/**
 * Declared types are held to the letter: where DuckDB's cast would round (`1.5` as an integer), cut
 * (a time of day as a date) or fail, the value does not fit.
 */
import { decimalParts, type LogicalType } from "../../contract/logical-type.js";
import { duckdbType } from "../../sql/dialects/duckdb/types.js";

/** Whole numbers, in any of the ways that people write them. */
const WHOLE = String.raw`\s*[-+]?[0-9]+(\.0*)?\s*`;
const PLAIN_DECIMAL = String.raw`\s*[-+]?[0-9]+(\.[0-9]+)?\s*`;

/**
 * SQL condition that is true where a text expression has a value that the type cannot hold exactly.
 */
export function unfitCondition(text: string, type: LogicalType): string {
  const conditions = conditionsOf(text, type);
  return `(${text} is not null and (${conditions.join(" or ")}))`;
}

function conditionsOf(text: string, type: LogicalType): string[] {
  if (type === "text") return ["false"];
  if (type === "bytes") return [`try(from_base64(${text})) is null`];
  if (type === "decimal") return [mismatch(text, PLAIN_DECIMAL)];
  const fails = `try_cast(${text} as ${duckdbType(type)}) is null`;
  const decimal = decimalParts(type);
  if (decimal) {
    const most = String.raw`\s*[-+]?[0-9]*(\.[0-9]{0,${decimal.scale}}0*)?\s*`;
    return [fails, mismatch(text, most)];
  }
  if (/^u?int\d/.test(type)) return [fails, mismatch(text, WHOLE)];
  switch (type) {
    case "date":
      return [fails, `try_cast(${text} as timestamp) <> try_cast(${text} as date)`];
    case "time":
    case "timestamp":
    case "instant":
      return [fails, String.raw`regexp_matches(${text}, '\.[0-9]{6}[0-9]*[1-9]')`];
    default:
      return [fails];
  }
}

function mismatch(text: string, pattern: string): string {
  return `not regexp_full_match(${text}, '${pattern}')`;
}
