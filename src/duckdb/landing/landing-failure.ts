import { dirname } from "node:path";
import { createDiagnostic } from "../../diagnostics/index.js";
import { diskFault } from "../../disk/disk-fault.js";
import { SourceError } from "../../rows/stream.js";

/** What is said when the file, or the thread that writes it, could not go on. */
export function landingFailure(error: unknown, path: string): SourceError {
  const full = diskFault(error, dirname(path));
  if (full) return new SourceError(full);
  const detail = error instanceof Error ? error.message : String(error);
  const words = { reason: detail.split("\n")[0] ?? "" };
  return new SourceError(createDiagnostic("landing-failed", words, { detail }));
}
