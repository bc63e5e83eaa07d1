/** Finding the files that a source names, by path or pattern. */
import { dirname } from "node:path";
import { createDiagnostic } from "../../diagnostics/index.js";
import { pathPattern } from "../../disk/path-pattern.js";
import { requireFile } from "../../rows/file-version.js";
import { SourceError } from "../../rows/stream.js";
import type { DuckDbConnection } from "../../duckdb/connection.js";
import { findFiles } from "../../duckdb/find-files.js";

/** The files behind a path or pattern, sorted. Fails when there is none. */
export async function requireFiles(connection: DuckDbConnection, file: string): Promise<string[]> {
  const pattern = pathPattern(file, "duckdb");
  if (!pattern) {
    await requireFile(file);
    return [file];
  }
  const files = await findFiles(pattern, connection);
  if (files.length === 0) throw new SourceError(createDiagnostic("file-not-found", { file }));
  return files;
}

/** The folder above which a path or pattern cannot reach. */
export function folderOf(file: string): string {
  return pathPattern(file, "duckdb")?.folder ?? dirname(file);
}
