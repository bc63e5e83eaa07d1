import type { CodeFrame, Diagnostic, FramedDiagnostic } from "../contract/diagnostic.js";
import type { SourceFiles } from "./source-files.js";

const CONTEXT_LINES = 1;
const MOST_LINES = 6;

/** The lines around a diagnostic's place; undefined when it has none or its file was not read. */
export function frameOf(diagnostic: Diagnostic, files: SourceFiles): CodeFrame | undefined {
  if (!diagnostic.at) return undefined;
  const text = files.get(diagnostic.at.file);
  if (text === undefined) return undefined;
  const lines = text.split(/\r?\n/);
  const first = Math.max(1, diagnostic.at.start.line - CONTEXT_LINES);
  const last = Math.min(
    lines.length,
    diagnostic.at.end.line + CONTEXT_LINES,
    first + MOST_LINES - 1,
  );
  return { firstLine: first, lines: lines.slice(first - 1, last) };
}

/** Adds the code frame that a page or a `--json` reader needs. */
export function withFrame(diagnostic: Diagnostic, files: SourceFiles): FramedDiagnostic {
  const frame = frameOf(diagnostic, files);
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
