import type { CodeFrame, Diagnostic, FramedDiagnostic } from "../contract/diagnostic.js";

const CONTEXT_LINES = 1;
const MOST_LINES = 6;
/** Characters of a line that are shown behind the place. */
const MOST_BEHIND = 1000;

/** The lines of a file that was read, without what nobody may see. */
export type LinesOf = (file: string) => readonly string[] | undefined;

/** The lines around a diagnostic's place; undefined when it has none or its file was not read. */
export function frameOf({ at }: Diagnostic, linesOf: LinesOf): CodeFrame | undefined {
  const lines = at && linesOf(at.file);
  if (!lines) return undefined;
  const first = Math.max(1, at.start.line - CONTEXT_LINES);
  const last = Math.min(lines.length, at.end.line + CONTEXT_LINES, first + MOST_LINES - 1);
  const most = at.start.column + MOST_BEHIND;
  const shown = lines.slice(first - 1, last);
  return {
    firstLine: first,
    lines: shown.map((line) => (line.length > most ? `${line.slice(0, most)}…` : line)),
  };
}

/** Adds the code frame that a page or a `--json` reader needs. */
export function withFrame(diagnostic: Diagnostic, linesOf: LinesOf): FramedDiagnostic {
  const frame = frameOf(diagnostic, linesOf);
  return frame ? { ...diagnostic, frame } : diagnostic;
}

/**
 * Errors before warnings of the same place; otherwise by file, line and column; those without a
 * place come last.
 */
export function sortDiagnostics<D extends Diagnostic>(diagnostics: readonly D[]): D[] {
  return diagnostics.toSorted((a, b) => {
    if (!a.at || !b.at) return Number(!a.at) - Number(!b.at);
    return (
      (a.at.file < b.at.file ? -1 : a.at.file > b.at.file ? 1 : 0) ||
      a.at.start.line - b.at.start.line ||
      a.at.start.column - b.at.start.column ||
      Number(a.severity === "warning") - Number(b.severity === "warning")
    );
  });
}
