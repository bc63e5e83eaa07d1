/** Finding the files that a source names, by path or pattern. */
import { readdir } from "node:fs/promises";
import { dirname, extname } from "node:path";
import { createDiagnostic } from "../../diagnostics/index.js";
import { pathPattern } from "../../disk/path-pattern.js";
import { missingFolderHint, requireFile } from "../../rows/file-version.js";
import { SourceError } from "../../rows/stream.js";
import type { DuckDbConnection } from "../../duckdb/connection.js";
import { findFiles } from "../../duckdb/find-files.js";

/** Names that a hint lists. */
const MOST_NAMES = 4;

/** The files behind a path or pattern, sorted. Fails when there is none. */
export async function requireFiles(connection: DuckDbConnection, file: string): Promise<string[]> {
  const pattern = pathPattern(file, "duckdb");
  if (!pattern) {
    await requireFile(file);
    return [file];
  }
  const files = await findFiles(pattern, connection);
  if (files.length === 0) {
    const hint = /\{.*,.*\}/.test(file) ? undefined : await presentFiles(pattern.folder, file);
    throw new SourceError(createDiagnostic("files-not-found", { pattern: file }, { hint }));
  }
  return files;
}

/** What lies in a pattern's folder, those that end like the pattern first. */
async function presentFiles(folder: string, pattern: string): Promise<string | undefined> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => undefined);
  if (!entries) return missingFolderHint(folder);
  const ending = extname(pattern);
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  const [alike, others] = [
    names.filter((name) => ending !== "" && name.endsWith(ending)),
    names.filter((name) => ending === "" || !name.endsWith(ending)),
  ];
  const shown = [...alike.toSorted(), ...others.toSorted()].slice(0, MOST_NAMES);
  if (shown.length === 0) return `The folder \`${folder}\` has no files.`;
  const more = names.length > shown.length ? ", …" : "";
  return `In \`${folder}\` there are ${shown.map((name) => `\`${name}\``).join(", ")}${more}`;
}

/** The folder above which a path or pattern cannot reach. */
export function folderOf(file: string): string {
  return pathPattern(file, "duckdb")?.folder ?? dirname(file);
}
