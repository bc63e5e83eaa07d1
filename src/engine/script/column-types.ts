/**
 * Types for columns that arrive as text: a column gets a type only when every one of its values is
 * written the way that the type writes it, so that nothing is lost: `007` stays text, `1e5` and
 * `1.50` become numbers, a date is `2024-01-31`. One pass over the rows gathers facts about each
 * column; the choice is made from them.
 */
import type { LogicalType } from "../../contract/logical-type.js";
import { duckdbType } from "../../sql/dialects/duckdb/types.js";
import { quoteIdentifier } from "../../sql/quote.js";

/**
 * Facts about a column's values, each a number: how many values (of which form), or the longest of
 * something.
 */
const FACTS = {
  values: (t: string) => `count(${t})`,
  integers: (t: string) => matching(t, "0|-?[1-9][0-9]*"),
  bigints: (t: string) => `count(try_cast(${t} as bigint))`,
  numbers: (t: string) => matching(t, NUMBER),
  /** Numbers that a double holds without loss. */
  doubles: (t: string) =>
    `count(*) filter (isfinite(try_cast(${t} as double)) and (length(${significant(t)}) <= 15 or ${t} = try_cast(${t} as double)::varchar))`,
  exponents: (t: string) => `count(*) filter (contains(lower(${t}), 'e'))`,
  wholeDigits: (t: string) => `max(length(regexp_extract(${t}, '^-?([0-9]+)', 1)))`,
  scale: (t: string) => `max(length(regexp_extract(${t}, '\\.([0-9]+)$', 1)))`,
  bools: (t: string) => matching(t, "true|false|True|False|TRUE|FALSE"),
  dates: (t: string) => formed(t, DATE, "date"),
  timestamps: (t: string) => formed(t, `${DATE}[T ]${TIME}`, "timestamp"),
  instants: (t: string) =>
    formed(t, `${DATE}[T ]${TIME}(Z|[+-][0-9]{2}(:?[0-9]{2})?)`, "timestamptz"),
} as const;

const NUMBER = String.raw`-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`;
const DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
const TIME = String.raw`[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?`;

export type ColumnFacts = Record<keyof typeof FACTS, number>;

const FACT_NAMES = Object.keys(FACTS) as (keyof typeof FACTS)[]; // Object.keys forgets which keys they are

/**
 * Select items that gather the facts of a text expression, in the order that {@link parseFacts}
 * expects.
 */
export function factItems(expression: string): string[] {
  return FACT_NAMES.map((name) => `coalesce(${FACTS[name](expression)}, 0)::integer`);
}

/** From the values of {@link factItems}, in their order; a value that is missing counts as 0. */
export function parseFacts(values: readonly number[]): ColumnFacts {
  // One entry per name.
  return Object.fromEntries(FACT_NAMES.map((name, i) => [name, values[i] ?? 0])) as ColumnFacts;
}

/**
 * The narrowest type that all values of a column have; text when they share none, or when there are
 * none.
 */
export function chooseType(facts: ColumnFacts): LogicalType {
  const { values } = facts;
  if (values === 0) return "text";
  if (facts.bigints === values && facts.integers === values) return "int64";
  if (facts.integers === values) return facts.wholeDigits <= 38 ? "decimal(38,0)" : "text";
  if (facts.numbers === values) return numberType(facts);
  if (facts.bools === values) return "bool";
  if (facts.dates === values) return "date";
  if (facts.timestamps === values) return "timestamp";
  return facts.instants === values ? "instant" : "text";
}

function numberType({ values, doubles, exponents, wholeDigits, scale }: ColumnFacts): LogicalType {
  if (doubles === values) return "float64";
  return exponents === 0 && wholeDigits + scale <= 38 ? `decimal(38,${scale})` : "text";
}

/** A text expression as a column of this type; base64 text where bytes are wanted. */
export function castItem(expression: string, type: LogicalType, name: string): string {
  const value = type === "bytes" ? `from_base64(${expression})` : expression;
  return `cast(${value} as ${duckdbType(type)}) as ${quoteIdentifier(name)}`;
}

function matching(text: string, pattern: string): string {
  return `count(*) filter (regexp_full_match(${text}, '${pattern}'))`;
}

function formed(text: string, pattern: string, type: string): string {
  return `count(*) filter (regexp_full_match(${text}, '${pattern}') and try_cast(${text} as ${type}) is not null)`;
}

/** The digits of a number that count: neither its exponent nor zeros in front. */
function significant(text: string): string {
  return `ltrim(regexp_replace(regexp_replace(${text}, '[eE].*$', ''), '[^0-9]', '', 'g'), '0')`;
}
