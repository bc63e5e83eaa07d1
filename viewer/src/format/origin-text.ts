import type { Origin } from "../../../src/contract/origin.js";

/** How people write the types of sources; others are written as projects do. */
const NAMES: Readonly<Record<string, string>> = {
  bigquery: "BigQuery",
  csv: "CSV",
  duckdb: "DuckDB",
  excel: "Excel",
  json: "JSON",
  mysql: "MySQL",
  parquet: "Parquet",
  postgresql: "PostgreSQL",
  script: "script",
  snowflake: "Snowflake",
  sqlite: "SQLite",
};

export function typeText(type: string): string {
  return Object.hasOwn(NAMES, type) ? (NAMES[type] ?? type) : type;
}

/** `3 sources`. Scripts are sources to who reads. */
export function countText(origins: readonly Origin[]): string {
  return origins.length === 1 ? "1 source" : `${origins.length} sources`;
}
