/**
 * Every built-in source type; a new one is a folder and a line here. Nothing of a driver is loaded by this file:
 * `compile` needs the schemas only, and each type's `load` imports the rest on first use.
 */
import type { SourceTypeInfo } from "./contract.js";
import { csv } from "./csv/config.js";
import { duckdb } from "./duckdb/config.js";
import { mysql } from "./mysql/config.js";
import { parquet } from "./parquet/config.js";
import { postgresql } from "./postgresql/config.js";
import { sqlite } from "./sqlite/config.js";

/** Source types by the word that stands behind `type:`. */
export const SOURCE_TYPES: ReadonlyMap<string, SourceTypeInfo> = new Map(
  [sqlite, duckdb, postgresql, mysql, csv, parquet].map((info): [string, SourceTypeInfo] => [
    info.type,
    info,
  ]),
);
