import type { Diagnostic } from "../contract/diagnostic.js";
import { createDiagnostic } from "../diagnostics/index.js";
import { SourceError } from "../rows/stream.js";
import { EXIT } from "./command.js";
import type { Sink, Terminal } from "./terminal.js";
import { diagnosticText } from "./text/diagnostic-text.js";
import { jsonText } from "./text/json-text.js";

const OUT_OF_RESOURCE: ReadonlySet<string> = new Set(["ENOSPC", "EMFILE", "ENFILE", "EDQUOT"]);

/** By the system's code: what to do, where it is not the rights of the file. */
const REFUSED: Readonly<Record<string, string | undefined>> = {
  EACCES: undefined,
  EPERM: undefined,
  EROFS: undefined,
  ENOTDIR: "A file stands where a folder belongs: move it away.",
  EISDIR: "A folder stands where a file belongs: move it away.",
  EIO: "The disk cannot read or write it.",
};

/**
 * The message and the exit code when a command did not end by itself: its surroundings failed it,
 * or we did.
 */
export function describeFailure(error: unknown, sink: Sink): Failure {
  const { diagnostic, exitCode } = judge(error);
  return { text: `${diagnosticText(diagnostic, sink)}\n`, diagnostic, exitCode };
}

export interface Failure {
  readonly text: string;
  readonly diagnostic: Diagnostic;
  readonly exitCode: number;
}

/** Tells a person or, after `--json`, a program what ended the command. */
export function tellFailure(
  { text, diagnostic }: Pick<Failure, "text" | "diagnostic">,
  argv: readonly string[],
  { out, err }: Pick<Terminal, "out" | "err">,
): void {
  if (argv.includes("--json")) out.write(`${jsonText({ diagnostics: [diagnostic] }, 2)}\n`);
  else err.write(text);
}

function judge(error: unknown): { diagnostic: Diagnostic; exitCode: number } {
  if (error instanceof SourceError) {
    return { diagnostic: error.diagnostic, exitCode: EXIT.jobsFailed };
  }
  const reason = error instanceof Error ? error.message : String(error);
  const { code, syscall } = systemError(error);
  if (syscall === "listen") {
    return { diagnostic: createDiagnostic("port-unusable", { reason }), exitCode: EXIT.usage };
  }
  if (OUT_OF_RESOURCE.has(code)) {
    return { diagnostic: createDiagnostic("out-of-resource", { reason }), exitCode: EXIT.resource };
  }
  if (Object.hasOwn(REFUSED, code)) {
    const diagnostic = createDiagnostic("file-refused", { reason }, { hint: REFUSED[code] });
    return { diagnostic, exitCode: EXIT.projectError };
  }
  const detail = error instanceof Error ? (error.stack ?? reason) : reason;
  return { diagnostic: createDiagnostic("internal-error", {}, { detail }), exitCode: EXIT.bug };
}

/** Node's errors of the operating system carry its code and what was tried. */
function systemError(error: unknown): { code: string; syscall: string } {
  const { code, syscall } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  return { code: code ?? "", syscall: syscall ?? "" };
}
