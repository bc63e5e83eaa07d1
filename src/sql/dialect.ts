/** Names of the SQL dialects, one per family of engines; connectors point at theirs. */
export const DIALECT_NAMES = ["duckdb", "postgresql", "sqlite"] as const;
export type DialectName = (typeof DIALECT_NAMES)[number];
