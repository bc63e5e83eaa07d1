import { createDiagnostic } from "../../diagnostics/index.js";
import { fullDisk } from "../../disk/disk-fault.js";
import { SourceError } from "../../rows/stream.js";

/** What is said when DuckDB, or the thread it works in, could not write the file. */
export function landingFailure(reason: string): SourceError {
  const words = { reason: reason.split("\n")[0] ?? "" };
  return new SourceError(
    fullDisk(reason) ?? createDiagnostic("landing-failed", words, { detail: reason }),
  );
}
