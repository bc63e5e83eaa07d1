import { createDiagnostic } from "../diagnostics/index.js";
import { SourceError } from "../sources/contract.js";
import { EXIT } from "./command.js";
import type { Sink } from "./terminal.js";
import { diagnosticText } from "./text/diagnostic-text.js";
import { withoutControls } from "./text/plain-text.js";

const OUT_OF_RESOURCE: ReadonlySet<string> = new Set(["ENOSPC", "EMFILE", "ENFILE", "EDQUOT"]);

/** What is told, and the exit code, when a command did not end by itself: a full disk, a failed source, or our bug. */
export function describeFailure(error: unknown, sink: Sink): { text: string; exitCode: number } {
  if (error instanceof SourceError) {
    return { text: `${diagnosticText(error.diagnostic, sink)}\n`, exitCode: EXIT.jobsFailed };
  }
  const code = codeOf(error);
  if (code !== undefined && OUT_OF_RESOURCE.has(code)) {
    const diagnostic = createDiagnostic("out-of-resource", { reason: messageOf(error) });
    return { text: `${diagnosticText(diagnostic, sink)}\n`, exitCode: EXIT.resource };
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const diagnostic = createDiagnostic("internal-error", {}, { detail: withoutControls(detail) });
  return { text: `${diagnosticText(diagnostic, sink)}\n`, exitCode: EXIT.bug };
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
