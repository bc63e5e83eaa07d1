/**
 * Types of columns whose values are JSON texts. JSON says itself what is text: `"007"` and `"7"`
 * stay so; only dates and times, which JSON has no form for, are found in texts. One pass over all
 * rows gathers facts about each column.
 */
import type { DuckDbConnection } from "../../duckdb/connection.js";
import { keepsDigits, SURE_DIGITS, TEMPORAL } from "../files/infer-types.js";
import { literalList } from "../../duckdb/quote.js";
import { quoteIdentifier, quoteText } from "../../sql/quote.js";
import { unmarked, type ReadColumn } from "./records.js";

type Temporal = keyof typeof TEMPORAL;

const DIGITS = Array.from({ length: 10 }, (_, digit) => `'${digit}'`).join(", ");

/**
 * What a value is, by its first character: `first`, `is_number`, `has_exponent` and `is_whole`. Found
 * once, for all the facts.
 */
function characterised(values: string): string {
  return `SELECT *, is_number AND (contains(value, 'e') OR contains(value, 'E')) AS has_exponent,
      is_number AND NOT has_exponent AND NOT contains(value, '.') AS is_whole
    FROM (SELECT *, value[1] AS first, first IN ('-', ${DIGITS}) AS is_number FROM (${values}))`;
}

/**
 * Facts about a column's values, each a whole number: how many values, or the longest of something.
 * Patterns, which are slow, are tried only on values that may match.
 */
const FACTS = {
  values: "count(*)",
  texts: countIf(`first = '"'`),
  nested: countIf("first IN ('{', '[')"),
  booleans: countIf("value IN ('true', 'false')"),
  numbers: countIf("is_number"),
  integers: countIf("is_whole"),
  bigints: countIf("CASE WHEN is_whole THEN try_cast(value AS BIGINT) IS NOT NULL ELSE false END"),
  doubles: countIf(`CASE WHEN NOT is_number THEN false
      WHEN length(value) <= ${SURE_DIGITS} AND NOT has_exponent THEN true
      ELSE isfinite(try_cast(value AS DOUBLE)) AND ${keepsDigits("value")} END`),
  exponents: countIf("has_exponent"),
  wholeDigits: longest("strpos(value || '.', '.') - 1 - CASE WHEN first = '-' THEN 1 ELSE 0 END"),
  scale: longest("length(value) - least(strpos(value || '.', '.'), length(value))"),
  DATE: written("DATE", 10, 10),
  TIMESTAMP: written("TIMESTAMP", 16, 26),
  TIMESTAMPTZ: written("TIMESTAMPTZ", 17, 33),
  TIME: written("TIME", 8, 15),
} as const satisfies Record<string, string>;

type Fact = keyof typeof FACTS;
type ColumnFacts = Readonly<Record<Fact, number>>;

const FACT_NAMES = Object.keys(FACTS) as Fact[]; // Object.keys forgets which keys they are
const MOST_DECIMAL_DIGITS = 38;

/** What a column becomes. */
export interface ValueType {
  /** DuckDB's type. */
  readonly type: string;
  /** Whether all its values have been seen to be written as the type is. */
  readonly fits: boolean;
  /** Whether numbers in it may be marked. */
  readonly isMarked: boolean;
}

/**
 * The types of the fields other than those that are declared, by name; `values` as `valuesQuery`
 * has them. A field without values is not among them.
 */
export async function valueTypes(
  connection: DuckDbConnection,
  values: string,
  declared: readonly string[],
): Promise<Map<string, ValueType>> {
  const rows = await connection.rows(`
    SELECT name, bool_or(is_marked), ${Object.values(FACTS).join(", ")} FROM (${characterised(values)})
    WHERE name NOT IN ${inList(declared)} GROUP BY name`);
  return new Map(
    rows.map(([name, isMarked, ...found]) => {
      const facts = FACT_NAMES.map((fact, index): [Fact, number] => [
        fact,
        Number(found[index] ?? 0),
      ]);
      // One entry per name.
      const type = chooseType(Object.fromEntries(facts) as ColumnFacts);
      return [String(name), { type, fits: true, isMarked: isMarked === true }];
    }),
  );
}

/** Names as a list to look into, which may be empty. */
function inList(names: readonly string[]): string {
  return `(SELECT unnest(${literalList(names)}::VARCHAR[]))`;
}

/** A column of texts and numbers is text; what holds a list or a record is JSON. */
function chooseType(facts: ColumnFacts): string {
  const { values } = facts;
  if (facts.nested > 0) return "JSON";
  if (facts.booleans === values) return "BOOLEAN";
  if (facts.numbers === values) return numberType(facts);
  if (facts.texts < values) return "VARCHAR";
  const temporal = Object.keys(TEMPORAL) as Temporal[]; // as above
  return temporal.find((type) => facts[type] === values) ?? "VARCHAR";
}

function numberType({ values, bigints, integers, doubles, ...facts }: ColumnFacts): string {
  if (bigints === values) return "BIGINT";
  if (integers < values && doubles === values) return "DOUBLE";
  const fits = facts.wholeDigits + facts.scale <= MOST_DECIMAL_DIGITS;
  return facts.exponents === 0 && fits ? `DECIMAL(38,${facts.scale})` : "VARCHAR";
}

/** Types as which values are read that fit them; others are read as text and made of that. */
const READ = new Set(["BIGINT", "BOOLEAN", "DOUBLE"]);

/**
 * How a column of the type comes to be read. DuckDB's reader of files fails where a value is not of
 * its type, which elsewhere would be NULL: `readsTimes` says that it is this reader's.
 */
export function readColumn(
  name: string,
  { type, fits, isMarked }: ValueType,
  readsTimes: boolean,
): ReadColumn {
  const column = quoteIdentifier(name);
  if (isMarked) {
    const value = unmarked(`${column}::VARCHAR`);
    const text = type === "JSON" ? value : textOf(value);
    return { name, type: "JSON", made: `CAST(${text} AS ${type})` };
  }
  const isText = type === "VARCHAR" || type === "JSON";
  if (isText || (fits && (READ.has(type) || (readsTimes && type in TEMPORAL))))
    return { name, type };
  return { name, type: "VARCHAR", made: `CAST(${column} AS ${type})` };
}

function textOf(value: string): string {
  return `CASE WHEN ${value}[1] = '"' THEN CAST(${value} AS JSON) ->> '$' ELSE ${value} END`;
}

function countIf(condition: string): string {
  return `count(*) FILTER (${condition})`;
}

function longest(length: string): string {
  return `coalesce(max(CASE WHEN is_number THEN ${length} ELSE 0 END), 0)`;
}

/** JSON's form of such a text has no escapes, so that it stands between its quotes as it is. */
function written(type: Temporal, shortest: number, longestText: number): string {
  const likely = `first = '"' AND value[2] IN (${DIGITS}) AND length(value) BETWEEN ${shortest + 2} AND ${longestText + 2}`;
  return countIf(`CASE WHEN ${likely}
    THEN CASE WHEN regexp_full_match(value, ${quoteText(`"(?:${TEMPORAL[type]})"`)})
      THEN try_cast(trim(value, '"') AS ${type}) IS NOT NULL ELSE false END
    ELSE false END`);
}
