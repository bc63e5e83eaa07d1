import { constants, type Stats } from "node:fs";
import { access, readdir, stat } from "node:fs/promises";
import { basename, dirname, extname } from "node:path";
import { pathPattern } from "../disk/path-pattern.js";
import { createDiagnostic, didYouMean, nearest } from "../diagnostics/index.js";
import { SourceError } from "./stream.js";

/**
 * Changes whenever a file does; a pattern's matches are looked up each time, so it never stays the
 * same.
 */
export async function fileVersion(file: string): Promise<string> {
  if (pathPattern(file, "duckdb")) return String(process.hrtime.bigint());
  const { size, mtimeMs, ino } = await requireFile(file);
  return `${ino}:${size}:${mtimeMs}`;
}

/** A file as it was at one moment. */
export interface FileState {
  /** Absolute path. */
  readonly file: string;
  /** Changes whenever the file does; empty when it is not there. */
  readonly version: string;
}

/** These files as they are now. */
export function fileStates(files: readonly string[]): Promise<FileState[]> {
  return Promise.all(
    files.map(async (file) => {
      const found = await stat(file, { bigint: true }).catch(() => undefined);
      return { file, version: found ? `${found.ino}:${found.size}:${found.mtimeNs}` : "" };
    }),
  );
}

/** The first of the files that is not as it was. */
export async function changedFile(before: readonly FileState[]): Promise<string | undefined> {
  const now = await fileStates(before.map(({ file }) => file));
  return before.find(({ version }, index) => version !== now[index]?.version)?.file;
}

/** Names that a hint lists. */
const MOST_NAMES = 4;

/** Fails with a SourceError unless the path is that of a file that may be read. */
export async function requireFile(file: string): Promise<Stats> {
  const found = await stat(file).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") {
      const hint = await nearFileHint(file);
      throw new SourceError(createDiagnostic("file-not-found", { file }, { hint }));
    }
    throw unreadable(file, error.code === "EACCES" ? "permission denied." : error.message);
  });
  if (found.isDirectory()) throw unreadable(file, "it is a folder.", await folderHint(file));
  if (!found.isFile()) throw unreadable(file, "it is not a file.");
  await access(file, constants.R_OK).catch(() => {
    throw unreadable(file, "permission denied.");
  });
  return found;
}

function unreadable(file: string, reason: string, hint?: string): SourceError {
  return new SourceError(createDiagnostic("file-not-readable", { file, reason }, { hint }));
}

/** Undefined when nothing there has a near name, or when the name is meant as a pattern. */
async function nearFileHint(file: string): Promise<string | undefined> {
  if (/\{.*,.*\}/.test(file)) return undefined;
  const folder = dirname(file);
  const names = await readdir(folder).catch(() => undefined);
  if (!names) return missingFolderHint(folder);
  const near = nearest(basename(file), names);
  return near.length === 0 ? undefined : didYouMean(near);
}

/** Which folder on the way to this one is missing, with near names beside it. */
export async function missingFolderHint(folder: string): Promise<string | undefined> {
  const above = dirname(folder);
  if (above === folder) return undefined;
  const names = await readdir(above).catch(() => undefined);
  if (!names) return missingFolderHint(above);
  if (names.includes(basename(folder))) return `\`${folder}\` is not a folder.`;
  const near = nearest(basename(folder), names);
  const meant = near.length === 0 ? "" : ` ${didYouMean(near)}`;
  return `There is no folder \`${folder}\`.${meant}`;
}

async function folderHint(folder: string): Promise<string> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  if (names.length === 0) return "It holds no files; name a file.";
  const shown = names.toSorted().slice(0, MOST_NAMES);
  return `It holds ${quoted(shown)}${names.length > shown.length ? ", …" : ""}: name one of them. The \`file\` of a file source may be a pattern such as \`*${extname(shown[0] ?? "")}\`.`;
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}
