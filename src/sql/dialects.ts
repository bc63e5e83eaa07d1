import type { Dialect, DialectName } from "./dialect.js";
import { bigquery } from "./dialects/bigquery/dialect.js";
import { duckdb } from "./dialects/duckdb/dialect.js";
import { mysql } from "./dialects/mysql/dialect.js";
import { postgresql } from "./dialects/postgresql/dialect.js";
import { snowflake } from "./dialects/snowflake/dialect.js";
import { sqlite } from "./dialects/sqlite/dialect.js";
import { trino } from "./dialects/trino/dialect.js";

/** Every dialect by its name. */
export const dialects = {
  bigquery,
  duckdb,
  mysql,
  postgresql,
  snowflake,
  sqlite,
  trino,
} as const satisfies Record<DialectName, Dialect>;
