/**
 * The code that connects, of each built-in type: imported on first use, in the source's reader,
 * which needs no schemas. The types are described in `registry.ts`.
 */
import type { SourceType } from "./contract.js";

type Load = () => Promise<SourceType>;

const LOADERS = {
  sqlite: async () => (await import("./sqlite/index.js")).sqliteSource,
  duckdb: async () => (await import("./duckdb/index.js")).duckdbSource,
  postgresql: async () => (await import("./postgresql/index.js")).postgresqlSource,
  mysql: async () => (await import("./mysql/index.js")).mysqlSource,
  snowflake: async () => (await import("./snowflake/index.js")).snowflakeSource,
  bigquery: async () => (await import("./bigquery/index.js")).bigquerySource,
  trino: async () => (await import("./trino/index.js")).trinoSource,
  csv: async () => (await import("./csv/index.js")).csvSource,
  parquet: async () => (await import("./parquet/index.js")).parquetSource,
  json: async () => (await import("./json/index.js")).jsonSource,
  excel: async () => (await import("./excel/index.js")).excelSource,
} satisfies Record<string, Load>;

/** The word that stands behind `type:`. */
export type SourceTypeName = keyof typeof LOADERS;

/** Rejects when there is no such type. Its `open` takes what the type's own schema has parsed. */
export async function loadSourceType(type: string): Promise<SourceType> {
  const load: Load | undefined = LOADERS[type as SourceTypeName]; // Undefined for other words.
  if (!load) throw new Error(`There is no source type ${type}`);
  return load();
}
