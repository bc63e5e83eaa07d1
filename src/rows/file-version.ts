import { stat } from "node:fs/promises";
import { pathPattern } from "../disk/path-pattern.js";
import { createDiagnostic } from "../diagnostics/index.js";
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

/** Fails with a SourceError unless the path is that of a file. */
export async function requireFile(file: string) {
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
