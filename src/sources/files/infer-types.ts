/**
 * Types of text columns by looking at every row: a column has a type only if all its values are
 * written as that type is. `007` is text, as are `1,5`, `NaN` and dates such as 01/02/2013, which
 * may mean two days.
 */
import type { DuckDbConnection } from "../../duckdb/connection.js";
import { quoteIdentifier, quoteText } from "../../sql/quote.js";

interface Candidate {
  readonly type: string;
  /** SQL that tells whether a value is written as the type is. */
  holds(value: string): string;
}

const WHOLE = String.raw`0|-?[1-9]\d*`;
const TIME = String.raw`\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?`;
const DATE = String.raw`\d{4}-\d{2}-\d{2}`;
const ZONE = String.raw` ?(Z|[+-]\d{2}(:?\d{2})?)`;
const NUMBER = String.raw`-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d{1,3})?`;

/** How dates and times are written, by DuckDB's type. */
export const TEMPORAL = {
  DATE,
  TIMESTAMP: `${DATE}[ T]${TIME}`,
  TIMESTAMPTZ: `${DATE}[ T]${TIME}${ZONE}`,
  TIME: String.raw`\d{2}:\d{2}:\d{2}(\.\d{1,6})?`,
} as const;

/** A double keeps 15 digits in any case, and 17 where they were printed from a double. */
export const MOST_DIGITS = 17;

/** In order of preference. */
const CANDIDATES: readonly Candidate[] = [
  { type: "BOOLEAN", holds: (value) => `lower(${value}) IN ('true', 'false')` },
  written("BIGINT", WHOLE),
  written("DECIMAL(38,0)", WHOLE),
  { type: "DOUBLE", holds: isDouble },
  ...Object.entries(TEMPORAL).map(([type, pattern]) => written(type, pattern)),
];

/** Rows at the beginning that rule out most types cheaply. */
const SAMPLE_ROWS = 200;

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
  let open: Possible = await fitting(
    connection,
    sample,
    new Map(columns.map((name) => [name, CANDIDATES])),
  );
  const types = new Map<string, string>();
  while (open.size > 0) {
    // One candidate at a time, except where the sample ruled out none because it had no values.
    const asked = new Map(
      [...open].map(([name, possible]) => [
        name,
        isOpen(possible) ? possible : possible.slice(0, 1),
      ]),
    );
    const answers = await fitting(connection, table, asked);
    const next = new Map<string, readonly Candidate[]>();
    for (const [name, possible] of open) {
      const fit = answers.get(name) ?? [];
      if (fit.length > 0) types.set(name, isOpen(fit) ? "VARCHAR" : (fit[0]?.type ?? "VARCHAR"));
      else if (!isOpen(possible) && possible.length > 1) next.set(name, possible.slice(1));
    }
    open = next;
  }
  return columns.map((name) => types.get(name) ?? "VARCHAR");
}

type Possible = ReadonlyMap<string, readonly Candidate[]>;

/** Everything fits a column without values. */
function isOpen(candidates: readonly Candidate[]): boolean {
  return candidates.length === CANDIDATES.length;
}

/** Stands for all candidates where a column has one of its own otherwise, or none. */
const ALL = CANDIDATES.length;

/**
 * For each column those of its candidates that hold for every value of the table. Values are asked
 * one below the other, so that a table of many columns takes no longer than a long one: DuckDB's
 * time for a list of expressions grows with its square.
 */
async function fitting(
  connection: DuckDbConnection,
  table: string,
  columns: Possible,
): Promise<Possible> {
  if ([...columns.values()].every((candidates) => candidates.length === 0)) return columns;
  const [names, possible] = [[...columns.keys()], [...columns.values()]];
  const asked = possible.map((candidates) =>
    candidates.length > 1 ? ALL : indexOf(candidates[0]),
  );
  const used = CANDIDATES.filter((_, index) => asked.includes(ALL) || asked.includes(index));
  const facts = used.map(
    (candidate) =>
      `bool_and(CASE WHEN value IS NOT NULL AND asked IN (${ALL}, ${indexOf(candidate)}) THEN ${candidate.holds("value")} END)`,
  );
  const values = names.map((name) => `nullif(${quoteIdentifier(name)}, '')`);
  const rows = await connection.rows(`
    SELECT place, ${facts.join(", ")} FROM (
      SELECT unnest([${names.map((_, place) => place).join(", ")}]) AS place,
        unnest([${asked.join(", ")}]) AS asked, unnest([${values.join(", ")}]) AS value FROM ${table})
    GROUP BY place`);
  // NULL says nothing about the type, and a table without rows rules out nothing.
  const refuted = new Map(
    rows.map(([place, ...holds]) => [
      Number(place),
      new Set(used.filter((_, index) => holds[index] === false)),
    ]),
  );
  return new Map(
    names.map((name, place) => [
      name,
      (possible[place] ?? []).filter((candidate) => !refuted.get(place)?.has(candidate)),
    ]),
  );
}

function indexOf(candidate: Candidate | undefined): number {
  return CANDIDATES.findIndex((one) => one === candidate);
}

/** Failed casts are slow, and so only tried on values that look right. */
function written(type: string, pattern: string): Candidate {
  return {
    type,
    holds: (value) =>
      `CASE WHEN ${matches(value, pattern)} THEN try_cast(${value} AS ${type}) IS NOT NULL ELSE false END`,
  };
}

/** A finite number for whose digits a double has room. */
function isDouble(value: string): string {
  const digits = `length(translate(split_part(lower(${value}), 'e', 1), '.-', ''))`;
  return `CASE WHEN NOT ${matches(value, NUMBER)} OR NOT isfinite(try_cast(${value} AS DOUBLE)) THEN false
    WHEN length(${value}) <= ${MOST_DIGITS} THEN true ELSE ${digits} <= ${MOST_DIGITS} END`;
}

function matches(value: string, pattern: string): string {
  return `regexp_full_match(${value}, ${quoteText(pattern)})`;
}

/** A column of texts as the given type. */
export function castText(column: string, type: string): string {
  const name = quoteIdentifier(column);
  return type === "VARCHAR" ? name : `CAST(nullif(${name}, '') AS ${type}) AS ${name}`;
}
