import type { Diagnostic } from "../contract/diagnostic.js";
import { createDiagnostic } from "../diagnostics/index.js";

/**
 * The system's limit on watched files was reached; any number of folders then fail for this one
 * reason.
 */
const LIMITS: ReadonlySet<string> = new Set(["ENOSPC", "EMFILE", "ENFILE"]);

/**
 * Turns errors of the watcher into warnings, each folder's and the system's limit once. The server
 * goes on.
 */
export function createWatchErrors(
  onWarning: (warning: Diagnostic) => void,
): (error: unknown) => void {
  const known = new Set<string>();
  return (error) => {
    const { code = "", path = "", message } = asSystemError(error);
    const isLimit = LIMITS.has(code);
    const id = isLimit ? "limit" : `${code} ${path || message}`;
    if (known.has(id)) return;
    known.add(id);
    onWarning(
      isLimit
        ? createDiagnostic("watch-limit-reached", { reason: message })
        : createDiagnostic("folder-not-watched", { path, reason: message }),
    );
  };
}

function asSystemError(error: unknown): NodeJS.ErrnoException {
  return error instanceof Error ? error : new Error(String(error));
}
