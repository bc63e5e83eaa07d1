import { createDiagnostic } from "../../diagnostics/index.js";
import { SourceError } from "../../rows/stream.js";
import { fileVersion } from "../../rows/file-version.js";
import { databasesOf } from "./table-sql.js";
import type { EngineScope } from "../../rows/relation.js";

/**
 * What `read` makes of a scope, unless one of its DuckDB files is written to meanwhile: DuckDB's
 * lock keeps writers out only until any handle of this process on the file is closed, and blocks
 * that a writer gives new rows would be read as they are.
 */
export async function whileUnchanged<T>(
  { tables }: EngineScope,
  read: () => Promise<T>,
): Promise<T> {
  const files = [...new Set(tables.flatMap((table) => databasesOf(table).map(({ file }) => file)))];
  if (files.length === 0) return read();
  const before = await Promise.all(files.map(fileVersion));
  const result = await read();
  const after = await Promise.all(files.map(fileVersion));
  const changed = files.find((_, index) => before[index] !== after[index]);
  if (changed !== undefined) {
    throw new SourceError(createDiagnostic("database-changed", { file: changed }));
  }
  return result;
}
