/** A query of another database as a table of a statement of Trino. */
import type { DialectName } from "../dialect.js";
import { dialects } from "../dialects.js";
import type { LegColumn } from "../leg-query.js";
import { quoteIdentifier, quoteText } from "../quote.js";
import { refusedWord } from "../reading.js";
import { withoutSemicolons } from "../statement.js";
import { mysqlTransport } from "./mysql.js";
import { LOOSE_COLLATIONS, postgresqlTransport } from "./postgresql.js";
import type { TransportOf } from "./transport.js";

/** Databases whose values are known to pass as they are. */
const TRANSPORTS: Partial<Record<DialectName, TransportOf>> = {
  mysql: mysqlTransport,
  postgresql: postgresqlTransport,
};
/** Whether queries of a dialect can go through Trino at all. */
export function passesThrough(dialect: DialectName): boolean {
  return Object.hasOwn(TRANSPORTS, dialect);
}

/**
 * Asks a database whether it holds texts equal that are not the same, and leaves it so when Trino
 * hands a comparison on to it; undefined for one by whose word nothing is left out.
 */
export function looseTextsQuery(dialect: DialectName): string | undefined {
  return dialect === "postgresql" ? LOOSE_COLLATIONS : undefined;
}

/** Shows by moments of a hundred years in which time zone a session takes days and hours. */
const CLOCKS: Partial<Record<DialectName, string>> = {
  mysql: `select concat_ws(' ', ${[0, 486_993_600, 1_704_110_400, 1_719_835_200].map((at) => `from_unixtime(${at})`).join(", ")}) as hw_c0`,
  postgresql: `select concat_ws(' ', ${["1900-01-01", "1970-01-01", "1985-07-01", "2024-01-01", "2024-07-01"].map((day) => `timestamptz '${day} 12:00:00+00' at time zone current_setting('TimeZone')`).join(", ")}) as hw_c0`,
};

/** One text, of a session of the database itself and of one of Trino's; undefined where no zone counts. */
export function clockQueries(
  dialect: DialectName,
  catalog: string,
): { readonly own: string; readonly passed: string } | undefined {
  const own = CLOCKS[dialect];
  const call = `${quoteIdentifier(catalog)}.system.query(query => ${quoteText(own ?? "")})`;
  return own === undefined ? undefined : { own, passed: `select hw_c0 from table(${call})` };
}

const READING = new Set(["select", "with", "values", "table"]);

export interface PassThrough {
  /** Of the model, in the dialect of its database. */
  readonly sql: string;
  readonly dialect: DialectName;
  /** As its database describes them, with unique names. */
  readonly columns: readonly LegColumn[];
  /** Trino's name of the database. */
  readonly catalog: string;
  /** Texts are equal only where they are the same, also where the database compares them itself. */
  readonly bytewise?: boolean;
}

/** A SELECT of Trino that yields the query's rows, or why they cannot pass: a sentence's end. */
export type PassedQuery = { readonly sql: string } | { readonly refused: string };

/**
 * The query as the argument of the catalog's function `query`, which has the database run it. It
 * runs with the login of the catalog and in no read-only transaction, so that only what reads by
 * its words passes; and it stands in a FROM, where no engine changes anything.
 */
export function passThrough({
  sql,
  dialect,
  columns,
  catalog,
  bytewise = false,
}: PassThrough): PassedQuery {
  const { tokenize, pushDown, title } = dialects[dialect];
  const transportOf = TRANSPORTS[dialect];
  if (!transportOf) return { refused: `${title} is not read through Trino.` };
  const tokens = tokenize(sql);
  const word = tokens ? refusedWord(sql, tokenize, READING) : "";
  if (word !== undefined) return { refused: `its SQL does not only read: \`${word}\`.` };
  if (tokens?.some(({ kind, text }) => kind === "symbol" && text === "?"))
    return { refused: "its SQL has a `?`, which stands for a value there." };
  const places = columns.map((_, at) => `hw_c${at}`);
  const own = columns.map(({ name }) => name);
  const inner = withoutSemicolons(sql, tokenize).trim();
  const derived = pushDown.derived(inner, "hw_leg", places, own);
  const aliases = derived.columns ?? places;
  const asked: string[] = [];
  const made: string[] = [];
  for (const [at, column] of columns.entries()) {
    const transport = transportOf(column, aliases[at] ?? "");
    if ("refused" in transport)
      return { refused: `its column \`${column.name}\` ${transport.refused}` };
    const place = `hw_c${at}`;
    const isCollated = bytewise && dialect === "postgresql" && column.type === "text";
    asked.push(`${transport.asked}${isCollated ? ' collate "C"' : ""} as ${place}`);
    made.push(`${transport.made?.(place) ?? place} as ${quoteIdentifier(column.name)}`);
  }
  const query = [
    ...(derived.with === undefined ? [] : [derived.with]),
    `select ${asked.join(", ")}`,
    `from ${derived.from}`,
    "",
  ].join("\n");
  const call = `${quoteIdentifier(catalog)}.system.query(query => ${quoteText(query)})`;
  return { sql: `select ${made.join(", ")}\nfrom table(${call})` };
}
