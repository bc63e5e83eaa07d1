import { DuckDbDatabase } from "../duckdb/database.js";
import { streamQuery } from "../duckdb/stream-query.js";
import { createTables } from "../duckdb/tables/create-tables.js";
import { directoriesOf } from "../duckdb/tables/table-sql.js";
import type { LandedTable } from "../rows/relation.js";
import type { RowStream } from "../rows/stream.js";

export interface ReadLandedOptions {
  readonly temporaryDirectory: string;
  readonly signal: AbortSignal;
}

/** The rows of a landed file, with the types of its columns. */
export async function readLanded(
  table: LandedTable,
  { temporaryDirectory, signal }: ReadLandedOptions,
): Promise<RowStream> {
  const names = [{ table: "rows" }];
  const database = await DuckDbDatabase.open({
    directories: directoriesOf(table),
    temporaryDirectory,
    prepare: (connection) => createTables(connection, [{ names, ...table }]),
  });
  const connection = await database.connect(() => database.close());
  return streamQuery(connection, 'from "rows"', { signal, of: "engine" });
}
