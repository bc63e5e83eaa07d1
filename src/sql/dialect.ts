import type { Grain } from "../contract/input.js";
import type { LogicalType } from "../contract/logical-type.js";
import type { PushDown } from "./push-down/push-down.js";
import type { SentRows } from "./sent-form.js";
import type { Tokenize } from "./tokens.js";

/** Names of the SQL dialects, one per family of engines; connectors point at theirs. */
export const DIALECT_NAMES = [
  "bigquery",
  "duckdb",
  "mysql",
  "postgresql",
  "snowflake",
  "sqlite",
  "trino",
] as const;
/** A row of the table in `dialects.ts`. */
export type DialectName = (typeof DIALECT_NAMES)[number];

/**
 * What the queries that we write must know of an engine. Users' SQL is never translated from one to
 * another, but for merges that choose their engine (`elsewhere/`).
 */
export interface Dialect {
  readonly name: DialectName;
  /** As a person writes it: `PostgreSQL`. */
  readonly title: string;
  /** Splits SQL into tokens as the engine does. */
  readonly tokenize: Tokenize;
  /** A name in the engine's quotes, whatever characters it has. */
  quoteIdentifier(name: string): string;
  /** What a plain name without quotes becomes, in engines where its case counts then. */
  foldName?(name: string): string;
  /** A text literal, whatever the session's settings are. */
  quoteText(text: string): string;
  /** Whether windows can be filtered with QUALIFY; otherwise an outer query does it. */
  readonly supportsQualify: boolean;
  /** What an ordering adds so that NULL comes last, where it comes first by itself. */
  readonly nullsLast?: string;
  /**
   * Where NULL stands in an order that does not say it: always last, or as the largest or smallest
   * value would.
   */
  readonly nullIs: "last" | "largest" | "smallest";
  /** Texts that differ may be equal, as `a` and `A` are in the collations of some columns. */
  readonly collates: boolean;
  /** What is in no group comes from the row of the only minimum or maximum; absent: from any row. */
  readonly bareFollowsExtreme?: true;
  /**
   * Values of which GROUP BY takes as one only what `count(distinct)` does; absent where both always
   * agree. NULL stays NULL.
   */
  readonly counted?: (sql: string) => string;
  /**
   * The first day of the grain in which a value lies, as a date; undefined for types that have
   * none. Instants are cut in `zone`, an IANA name, whatever the session's is; weeks begin on Monday.
   */
  cutToGrain(sql: string, grain: Grain, type: LogicalType, zone: string): string | undefined;
  /**
   * The lower end of the step in which a number lies; undefined for types whose steps are no exact
   * numbers.
   */
  cutToStep(sql: string, step: string, type: LogicalType): string | undefined;
  /** Functions that aggregate when no OVER follows, in lower case. */
  readonly aggregates: ReadonlySet<string>;
  /** Those of them that work on one row with several arguments, such as SQLite's `max(a, b)`. */
  readonly scalarWithSeveralArguments: ReadonlySet<string>;
  readonly pushDown: PushDown;
  readonly sentRows: SentRows;
  /** Absent: what stands around aggregates is not computed in pages as the engine does it. */
  readonly arithmetic?: DialectArithmetic;
}

/** What of the dialect expressions over aggregates are read by. */
export interface DialectArithmetic {
  /** Types of numbers by their words in a cast, in lower case: bits of integers, or the other kinds. */
  readonly casts: Readonly<Record<string, 32 | 64 | 128 | "decimal" | "double">>;
  /** A sum keeps digits of the quotients under it that no column shows. */
  readonly hidesDigits?: boolean;
  /** Whether a sum is a double, where values alone have types. */
  readonly isReal?: (sum: string) => string;
}
