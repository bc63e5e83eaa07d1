/**
 * Files that are packed with gzip. DuckDB knows them by their names, and takes one that breaks off
 * for one that ends: its last rows would be missing.
 */
import { createReadStream } from "node:fs";
import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { createDiagnostic } from "../../diagnostics/index.js";
import { SourceError } from "../../rows/stream.js";
import { readStart } from "./file-kind.js";

const CHUNK = 1 << 20;

/** Whether the name of a file says that it is packed. */
export function isNamedGzip(file: string): boolean {
  return file.endsWith(".gz");
}

/**
 * Fails unless a file is packed as its name says, and, if it is, whole: the check sums at its end
 * are those of what it holds. The whole file is read once.
 */
export async function requireGzip(file: string, signal: AbortSignal): Promise<void> {
  const start = await readStart(file);
  const isPacked = start?.[0] === 0x1f && start[1] === 0x8b;
  if (isPacked !== isNamedGzip(file)) {
    if (start === undefined || start.length === 0) return;
    throw isPacked
      ? unreadable(
          file,
          "it is packed with gzip, which its name does not say.",
          "Let its name end with `.gz`, or unpack it.",
        )
      : unreadable(
          file,
          "it is not packed with gzip, as its name says.",
          "Take `.gz` from its name; what fetched the file has unpacked it.",
        );
  }
  if (!isPacked) return;
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  try {
    await pipeline(
      createReadStream(file, { highWaterMark: CHUNK }),
      createGunzip({ chunkSize: CHUNK }),
      nowhere,
      { signal },
    );
  } catch (error) {
    if (signal.aborted) throw error;
    throw broken(file, error);
  }
}

function broken(file: string, error: unknown): unknown {
  if (!(error instanceof Error) || !("code" in error)) return error;
  const again = "Fetch or pack it again.";
  if (error.code === "Z_BUF_ERROR") {
    return unreadable(file, "its end is missing: it is packed with gzip and breaks off.", again);
  }
  if (error.code !== "Z_DATA_ERROR") return error;
  const reason = "it is packed with gzip, and damaged, or other bytes follow its end.";
  return unreadable(file, reason, again);
}

function unreadable(file: string, reason: string, hint: string): SourceError {
  return new SourceError(createDiagnostic("file-not-readable", { file, reason }, { hint }));
}
