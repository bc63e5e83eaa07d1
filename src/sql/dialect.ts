import { duckdb } from "./dialects/duckdb.js";
import { mysql } from "./dialects/mysql.js";
import { postgresql } from "./dialects/postgresql.js";
import { sqlite } from "./dialects/sqlite.js";

import type { Token } from "./tokens.js";

/** Names of the SQL dialects, one per family of engines; connectors point at theirs. */
export const DIALECT_NAMES = ["duckdb", "mysql", "postgresql", "sqlite"] as const;
export type DialectName = (typeof DIALECT_NAMES)[number];

/** What the queries that we write must know of an engine. Users' SQL is never translated from one to another. */
export interface Dialect {
  readonly name: DialectName;
  /** As a person writes it: `PostgreSQL`. */
  readonly title: string;
  /** Name by which the SQL parser knows the dialect. */
  readonly parser: string;
  /** Splits SQL into tokens where the SQL parser reads the dialect wrongly; undefined when the text cannot be read. */
  readonly tokenize?: (sql: string) => readonly Token[] | undefined;
  /** A name in the engine's quotes, whatever characters it has. */
  quoteIdentifier(name: string): string;
  /** A text literal. */
  quoteText(text: string): string;
  /** Whether windows can be filtered with QUALIFY; otherwise an outer query does it. */
  readonly supportsQualify: boolean;
  /** Functions that aggregate when no OVER follows, in lower case. */
  readonly aggregates: ReadonlySet<string>;
  /** Those of them that work on one row when they get several arguments, such as SQLite's `max(a, b)`. */
  readonly scalarWithSeveralArguments: ReadonlySet<string>;
}

export const dialects: Readonly<Record<DialectName, Dialect>> = {
  duckdb,
  mysql,
  postgresql,
  sqlite,
};
