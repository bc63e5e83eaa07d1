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

/** A double keeps as many digits in any case. */
export const SURE_DIGITS = 15;
/** And as many where they were printed from a double. */
const MOST_DIGITS = 17;

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

export interface TextType {
  /** DuckDB's type. */
  readonly type: string;
  /** Whether some of the texts are empty, not NULL; true as well where nobody looked. */
  readonly hasEmpty: boolean;
}

/**
 * The type of each column of a table of texts. Empty texts count as NULL except in text columns.
 * A column without values is text.
 */
export async function inferTypes(
  connection: DuckDbConnection,
  table: string,
  columns: readonly string[],
): Promise<TextType[]> {
  const sample = `(SELECT * FROM ${table} LIMIT ${SAMPLE_ROWS})`;
  const all = new Map(columns.map((name) => [name, CANDIDATES]));
  const sampled = await fitting(connection, sample, all);
  let open: Possible = new Map([...sampled].map(([name, { candidates }]) => [name, candidates]));
  const types = new Map<string, TextType>();
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
      const { candidates: fit = [], hasEmpty = true } = answers.get(name) ?? {};
      const type = isOpen(fit) ? undefined : fit[0]?.type;
      if (fit.length > 0) types.set(name, { type: type ?? "VARCHAR", hasEmpty });
      else if (!isOpen(possible) && possible.length > 1) next.set(name, possible.slice(1));
    }
    open = next;
  }
  return columns.map((name) => types.get(name) ?? { type: "VARCHAR", hasEmpty: true });
}

type Possible = ReadonlyMap<string, readonly Candidate[]>;

/** What a look at a column's values left of its candidates. */
interface Fit {
  readonly candidates: readonly Candidate[];
  readonly hasEmpty: boolean;
}

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
): Promise<ReadonlyMap<string, Fit>> {
  if ([...columns.values()].every((candidates) => candidates.length === 0)) return new Map();
  const [names, possible] = [[...columns.keys()], [...columns.values()]];
  const asked = possible.map((candidates) =>
    candidates.length > 1 ? ALL : indexOf(candidates[0]),
  );
  const used = CANDIDATES.filter((_, index) => asked.includes(ALL) || asked.includes(index));
  const facts = used.map(
    (candidate) =>
      `bool_and(CASE WHEN value IS NOT NULL AND asked IN (${ALL}, ${indexOf(candidate)}) THEN ${candidate.holds("value")} END)`,
  );
  const rows = await connection.rows(`
    SELECT place, bool_or(is_empty), ${facts.join(", ")} FROM (
      SELECT place, asked, nullif(text, '') AS value, text = '' AS is_empty FROM (
        SELECT unnest([${names.map((_, place) => place).join(", ")}]) AS place,
          unnest([${asked.join(", ")}]) AS asked, unnest([${names.map(quoteIdentifier).join(", ")}]) AS text FROM ${table}))
    GROUP BY place`);
  const found = new Map(rows.map(([place, ...row]) => [Number(place), row]));
  return new Map(
    names.map((name, place) => {
      const [hasEmpty, ...holds] = found.get(place) ?? [];
      // NULL says nothing about the type, and a table without rows rules out nothing.
      const refuted = used.filter((_, index) => holds[index] === false);
      const candidates = (possible[place] ?? []).filter((one) => !refuted.includes(one));
      return [name, { candidates, hasEmpty: hasEmpty === true }];
    }),
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

/** A finite number that is no other one as a double. */
function isDouble(value: string): string {
  return `CASE WHEN NOT ${matches(value, NUMBER)} OR NOT isfinite(try_cast(${value} AS DOUBLE)) THEN false
    WHEN length(${value}) <= ${SURE_DIGITS} THEN true ELSE ${keepsDigits(value)} END`;
}

/**
 * Whether a double has room for the digits of a finite number: those that it is printed with, the
 * fewest or seventeen, are the same. `9007199254740993` is not; the next double ends in 2.
 */
export function keepsDigits(value: string): string {
  const digits = digitsOf(value);
  const double = `CAST(${value} AS DOUBLE)`;
  const printed = [`CAST(${double} AS VARCHAR)`, `format('{:.${MOST_DIGITS - 1}e}', ${double})`];
  const same = printed.map((text) => `rtrim(${digitsOf(text)}, '0')`).join(", ");
  return `CASE WHEN length(${digits}) <= ${SURE_DIGITS} THEN true WHEN length(${digits}) > ${MOST_DIGITS} THEN false
    ELSE rtrim(${digits}, '0') IN (${same}) END`;
}

/** The digits of a number before its exponent, without zeros in front. */
function digitsOf(value: string): string {
  return `ltrim(translate(split_part(lower(${value}), 'e', 1), '.-', ''), '0')`;
}

function matches(value: string, pattern: string): string {
  return `regexp_full_match(${value}, ${quoteText(pattern)})`;
}

/** A column of texts as the given type. */
export function castText(column: string, type: string): string {
  return `CAST(nullif(${quoteIdentifier(column)}, '') AS ${type})`;
}
