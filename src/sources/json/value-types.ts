/**
 * Types of columns whose values are JSON texts. JSON says itself what is text: `"007"` and `"7"`
 * stay so; only dates and times, which JSON has no form for, are found in texts. One pass over all
 * rows gathers facts about each column.
 */
import type { DuckDbConnection } from "../../duckdb/connection.js";
import { MOST_DIGITS, TEMPORAL } from "../files/infer-types.js";
import { quoteIdentifier, quoteText } from "../../sql/quote.js";

type Temporal = keyof typeof TEMPORAL;

const DIGITS = Array.from({ length: 10 }, (_, digit) => `'${digit}'`).join(", ");

/**
 * Facts about a column's values, each a whole number: how many values, or the longest of something.
 * The first character tells what a value is; patterns, which are slow, are tried only on values
 * that may match.
 */
const FACTS = {
  values: (v: string) => `count(${v})`,
  texts: (v: string) => countIf(`${v}[1] = '"'`),
  nested: (v: string) => countIf(`${v}[1] IN ('{', '[')`),
  booleans: (v: string) => countIf(`${v} IN ('true', 'false')`),
  numbers: (v: string) => countIf(isNumber(v)),
  integers: (v: string) => countIf(isWhole(v)),
  bigints: (v: string) =>
    countIf(`CASE WHEN ${isWhole(v)} THEN try_cast(${v} AS BIGINT) IS NOT NULL ELSE false END`),
  doubles: (v: string) =>
    countIf(`CASE WHEN NOT ${isNumber(v)} THEN false
      WHEN length(${v}) <= ${MOST_DIGITS} AND NOT ${hasExponent(v)} THEN true
      ELSE isfinite(try_cast(${v} AS DOUBLE)) AND length(${mantissa(v)}) <= ${MOST_DIGITS} END`),
  exponents: (v: string) => countIf(`${isNumber(v)} AND ${hasExponent(v)}`),
  wholeDigits: (v: string) =>
    longest(`strpos(${v} || '.', '.') - 1 - CASE WHEN ${v}[1] = '-' THEN 1 ELSE 0 END`, v),
  scale: (v: string) => longest(`length(${v}) - least(strpos(${v} || '.', '.'), length(${v}))`, v),
  DATE: (v: string) => written(v, "DATE", 10, 10),
  TIMESTAMP: (v: string) => written(v, "TIMESTAMP", 16, 26),
  TIMESTAMPTZ: (v: string) => written(v, "TIMESTAMPTZ", 17, 33),
  TIME: (v: string) => written(v, "TIME", 8, 15),
} as const satisfies Record<string, (value: string) => string>;

type Fact = keyof typeof FACTS;
type ColumnFacts = Readonly<Record<Fact, number>>;

const FACT_NAMES = Object.keys(FACTS) as Fact[]; // Object.keys forgets which keys they are
const MOST_DECIMAL_DIGITS = 38;

/** DuckDB's type of each column of a table of JSON texts. */
export async function valueTypes(
  connection: DuckDbConnection,
  values: string,
  columns: readonly string[],
): Promise<string[]> {
  if (columns.length === 0) return [];
  const items = FACT_NAMES.map((fact) => FACTS[fact]("value"));
  // One below the other: DuckDB's time for a list of expressions grows with its square.
  const rows = await connection.rows(`
    SELECT place, ${items.join(", ")} FROM (
      SELECT unnest([${columns.map((_, place) => place).join(", ")}]) AS place,
        unnest([${columns.map(quoteIdentifier).join(", ")}]) AS value FROM (${values}))
    GROUP BY place`);
  const found = new Map(rows.map(([place, ...facts]) => [Number(place), facts]));
  return columns.map((_, place) => {
    const row = found.get(place) ?? [];
    const facts = FACT_NAMES.map((fact, index): [Fact, number] => [fact, Number(row[index] ?? 0)]);
    // One entry per name.
    return chooseType(Object.fromEntries(facts) as ColumnFacts);
  });
}

/**
 * A column without values is text, and so is one of texts and numbers; what holds a list or a
 * record is JSON.
 */
function chooseType(facts: ColumnFacts): string {
  const { values } = facts;
  if (values === 0) return "VARCHAR";
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

/**
 * A JSON text as a value of DuckDB's type: strings without their quotes, the others as they are
 * written.
 */
export function castValue(column: string, type: string): string {
  const name = quoteIdentifier(column);
  if (type === "JSON") return `CAST(${name} AS JSON) AS ${name}`;
  return type === "VARCHAR"
    ? `${textOf(name)} AS ${name}`
    : `CAST(${textOf(name)} AS ${type}) AS ${name}`;
}

function textOf(value: string): string {
  return `CASE WHEN ${value}[1] = '"' THEN CAST(${value} AS JSON) ->> '$' ELSE ${value} END`;
}

function countIf(condition: string): string {
  return `count(*) FILTER (${condition})`;
}

function isNumber(value: string): string {
  return `(${value}[1] IN ('-', ${DIGITS}))`;
}

function isWhole(value: string): string {
  return `(${isNumber(value)} AND NOT contains(${value}, '.') AND NOT ${hasExponent(value)})`;
}

function hasExponent(value: string): string {
  return `(contains(${value}, 'e') OR contains(${value}, 'E'))`;
}

/** The digits of a number before its exponent, without zeros in front. */
function mantissa(value: string): string {
  return `ltrim(translate(split_part(lower(${value}), 'e', 1), '.-', ''), '0')`;
}

function longest(length: string, value: string): string {
  return `coalesce(max(CASE WHEN ${isNumber(value)} THEN ${length} ELSE 0 END), 0)`;
}

function written(value: string, type: Temporal, shortest: number, longestText: number): string {
  const text = textOf(value);
  const likely = `${value}[1] = '"' AND ${value}[2] IN (${DIGITS}) AND length(${value}) BETWEEN ${shortest + 2} AND ${longestText + 2}`;
  return countIf(`CASE WHEN ${likely}
    THEN CASE WHEN regexp_full_match(${text}, ${quoteText(TEMPORAL[type])})
      THEN try_cast(${text} AS ${type}) IS NOT NULL ELSE false END
    ELSE false END`);
}
