/** The door of `duckdb-family/` for the engine, whose embedded DuckDB is the same as that of the file sources. */
export type { DuckDb, Vector } from "./duckdb-family/bindings.js";
export { attachDatabases } from "./duckdb-family/attach.js";
export { copyQuery } from "./duckdb-family/copy-query.js";
export { CATALOGUE, defaultMemoryLimit, DuckDbDatabase } from "./duckdb-family/database.js";
export type { DuckDbConnection } from "./duckdb-family/connection.js";
export { duckDbFailure } from "./duckdb-family/failure.js";
export { fileVersion } from "./duckdb-family/files.js";
export { PARQUET_OPTIONS } from "./duckdb-family/parquet-options.js";
export { identifier, literal } from "./duckdb-family/quote.js";
export { requireQuery } from "./duckdb-family/statement.js";
export { publicColumn, streamQuery } from "./duckdb-family/stream-query.js";
