import type { Diagnostic } from "../contract/diagnostic.js";
import { createDiagnostic } from "../diagnostics/index.js";

/** Wrong usage of the command line: it is reported, and the program exits 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  constructor(readonly diagnostic: Diagnostic) {
    super(diagnostic.message);
  }
}

/** For options and arguments that cannot be taken as they are. */
export function wrongUsage(reason: string, hint?: string): UsageError {
  return new UsageError(createDiagnostic("wrong-usage", { reason }, { hint }));
}
