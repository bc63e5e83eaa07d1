/**
 * Every built-in source type; a new one is a folder, a line here and one in `loaders.ts`. Nothing
 * of a driver is loaded by this file: `compile` needs the schemas only.
 */
import type { DeclaredSourceType } from "../project/source-types.js";
import { bigquery } from "./bigquery/config.js";
import { csv } from "./csv/config.js";
import { duckdb } from "./duckdb/config.js";
import { excel } from "./excel/config.js";
import { json } from "./json/config.js";
import type { SourceTypeName } from "./loaders.js";
import { mysql } from "./mysql/config.js";
import { parquet } from "./parquet/config.js";
import { postgresql } from "./postgresql/config.js";
import { snowflake } from "./snowflake/config.js";
import { sqlite } from "./sqlite/config.js";
import { trino } from "./trino/config.js";

const TYPES = {
  sqlite,
  duckdb,
  postgresql,
  mysql,
  snowflake,
  bigquery,
  trino,
  csv,
  parquet,
  json,
  excel,
} satisfies Record<SourceTypeName, DeclaredSourceType>;

/** Source types by the word that stands behind `type:`. */
export const SOURCE_TYPES: ReadonlyMap<string, DeclaredSourceType> = new Map(Object.entries(TYPES));
