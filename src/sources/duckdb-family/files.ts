/** Finding the files that a source names, by path or pattern. */
import { stat } from "node:fs/promises";
import { dirname, sep } from "node:path";
import { createDiagnostic } from "../../diagnostics/index.js";
import { SourceError } from "../../rows/stream.js";
import type { DuckDbConnection } from "./connection.js";
import { literal } from "./quote.js";

const PATTERN = /[*?[]/;

/** The files behind a path or pattern, sorted. Fails when there is none. */
export async function findFiles(connection: DuckDbConnection, file: string): Promise<string[]> {
  if (!PATTERN.test(file)) {
    await requireFile(file);
    return [file];
  }
  const rows = await connection.rows(`SELECT file FROM glob(${literal(file)}) ORDER BY file`);
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

/** Changes whenever a file does; a pattern's matches are looked up each time, so it never stays the same. */
export async function fileVersion(file: string): Promise<string> {
  if (PATTERN.test(file)) return String(process.hrtime.bigint());
  const { size, mtimeMs, ino } = await requireFile(file);
  return `${ino}:${size}:${mtimeMs}`;
}

async function requireFile(file: string) {
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") {
      throw new SourceError(createDiagnostic("file-not-found", { file }));
    }
    throw new SourceError(createDiagnostic("file-not-readable", { file, reason: error.message }));
  });
  if (!found.isFile()) {
    throw new SourceError(
      createDiagnostic("file-not-readable", { file, reason: "it is not a file." }),
    );
  }
  return found;
}
