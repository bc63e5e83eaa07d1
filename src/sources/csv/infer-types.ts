/**
 * Types of text columns by looking at every row: a column has a type only if all its values are written as that type is.
 * `007` is text, as are `1,5`, `NaN` and dates such as 01/02/2013, which may mean two days.
 */
import type { DuckDbConnection } from "../duckdb-family/connection.js";
import { identifier, literal } from "../duckdb-family/quote.js";

interface Candidate {
  readonly type: string;
  /** SQL that tells whether a value is written as the type is. */
  holds(value: string): string;
}

const TIME = String.raw`\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?`;
const DATE = String.raw`\d{4}-\d{2}-\d{2}`;
const ZONE = String.raw` ?(Z|[+-]\d{2}(:?\d{2})?)`;
const NUMBER = String.raw`-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d{1,3})?`;

/** A double keeps 15 digits in any case, and 17 where they were printed from a double. */
const MOST_DIGITS = 17;

/** In order of preference. */
const CANDIDATES: readonly Candidate[] = [
  { type: "BOOLEAN", holds: (value) => `lower(${value}) IN ('true', 'false')` },
  printedAlike("BIGINT"),
  printedAlike("DECIMAL(38,0)"),
  {
    type: "DOUBLE",
    holds: (value) => {
      const mantissa = `regexp_replace(${value}, '[eE].*$', '')`;
      const digits = String.raw`length(regexp_replace(${mantissa}, '\D', '', 'g'))`;
      return `isfinite(try_cast(${value} AS DOUBLE)) AND ${matches(value, NUMBER)}
        AND (length(${value}) <= ${MOST_DIGITS} OR ${digits} <= ${MOST_DIGITS})`;
    },
  },
  printedAlike("DATE"),
  written("TIMESTAMP", `${DATE}[ T]${TIME}`),
  written("TIMESTAMPTZ", `${DATE}[ T]${TIME}${ZONE}`),
  written("TIME", String.raw`\d{2}:\d{2}:\d{2}(\.\d{1,6})?`),
];

/** Rows at the beginning that rule out most types cheaply. */
const SAMPLE_ROWS = 2000;

/**
 * The type of each column of a table of texts. Empty texts count as NULL except in text columns.
 * A column without values is text.
 */
export async function inferTypes(
  connection: DuckDbConnection,
  table: string,
  columns: readonly string[],
): Promise<string[]> {
  const sample = `(SELECT * FROM ${table} LIMIT ${SAMPLE_ROWS})`;
  const possible = await fitting(
    connection,
    sample,
    new Map(columns.map((name) => [name, CANDIDATES])),
  );
  const certain = await fitting(connection, table, possible);
  return columns.map((name) => {
    const candidates = certain.get(name) ?? [];
    // Whatever fits a column without values: it is text.
    return candidates.length === CANDIDATES.length ? "VARCHAR" : (candidates[0]?.type ?? "VARCHAR");
  });
}

/** For each column those of its candidates that hold for every value of the table. */
async function fitting(
  connection: DuckDbConnection,
  table: string,
  columns: ReadonlyMap<string, readonly Candidate[]>,
): Promise<Map<string, readonly Candidate[]>> {
  const list = [...columns].flatMap(([column, candidates]) => {
    const value = `nullif(${identifier(column)}, '')`;
    // NULL says nothing about the type.
    return candidates.map(
      (candidate) => `bool_and(${value} IS NULL OR (${candidate.holds(value)}))`,
    );
  });
  if (list.length === 0) return new Map(columns);
  const [row = []] = await connection.rows(`SELECT ${list.join(", ")} FROM ${table}`);
  let next = 0;
  return new Map(
    // The answer for a table without rows is NULL, which rules out nothing.
    [...columns].map(([column, candidates]) => [
      column,
      candidates.filter(() => row[next++] !== false),
    ]),
  );
}

/** Values that are the very text that DuckDB prints for them: no leading zeros, no signs, no other forms. */
function printedAlike(type: string): Candidate {
  return {
    type,
    holds: (value) => `coalesce(CAST(try_cast(${value} AS ${type}) AS VARCHAR) = ${value}, false)`,
  };
}

function written(type: string, pattern: string): Candidate {
  return {
    type,
    holds: (value) => `try_cast(${value} AS ${type}) IS NOT NULL AND ${matches(value, pattern)}`,
  };
}

function matches(value: string, pattern: string): string {
  return `regexp_full_match(${value}, ${literal(pattern)})`;
}

/** A column of texts as the given type. */
export function castText(column: string, type: string): string {
  const name = identifier(column);
  return type === "VARCHAR" ? name : `CAST(nullif(${name}, '') AS ${type}) AS ${name}`;
}
