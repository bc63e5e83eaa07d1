/** Finding the files that a source names, by path or pattern. */
import { dirname, sep } from "node:path";
import { createDiagnostic } from "../../diagnostics/index.js";
import { isPathPattern } from "../../disk/path-pattern.js";
import { requireFile } from "../../rows/file-version.js";
import { SourceError } from "../../rows/stream.js";
import type { DuckDbConnection } from "../../duckdb/connection.js";
import { quoteText } from "../../sql/quote.js";

const PATTERN = /[*?[]/;

/** The files behind a path or pattern, sorted. Fails when there is none. */
export async function findFiles(connection: DuckDbConnection, file: string): Promise<string[]> {
  if (!isPathPattern(file)) {
    await requireFile(file);
    return [file];
  }
  const rows = await connection.rows(`SELECT file FROM glob(${quoteText(file)}) ORDER BY file`);
  if (rows.length === 0) throw new SourceError(createDiagnostic("file-not-found", { file }));
  return rows.map(([path]) => String(path));
}

/** The folder above which a path or pattern cannot reach. */
export function folderOf(file: string): string {
  const at = file.search(PATTERN);
  if (at < 0) return dirname(file);
  const fixed = file.slice(0, at);
  return fixed.slice(0, Math.max(fixed.lastIndexOf("/"), fixed.lastIndexOf(sep))) || "/";
}
