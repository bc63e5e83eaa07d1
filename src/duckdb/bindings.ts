/**
 * DuckDB's own bindings, loaded on first use: its larger API on top of them takes four times as
 * long to load.
 */
import type bindings from "@duckdb/node-bindings";

export type DuckDb = typeof bindings;
export type {
  Connection,
  Database,
  LogicalType,
  PreparedStatement,
  Result,
  TableFunction,
  Vector,
} from "@duckdb/node-bindings";

/** The module; Node keeps it after the first call. */
export async function loadDuckDb(): Promise<DuckDb> {
  const loaded = await import("@duckdb/node-bindings");
  return loaded.default;
}
