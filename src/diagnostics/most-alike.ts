import type { Diagnostic } from "../contract/diagnostic.js";
import { createDiagnostic } from "./create.js";

/** More of one code in one file say nothing new, and bury what else there is. */
export const MOST_ALIKE = 100;

/**
 * The same diagnostics, of which those beyond the first of one code in one file are told as their
 * number, at the place of the first that is left out.
 */
export function withoutMoreAlike(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const counts = new Map<string, number>();
  const kindOf = ({ code, severity, at }: Diagnostic) => `${severity} ${code} ${at?.file ?? ""}`;
  for (const diagnostic of diagnostics) {
    const kind = kindOf(diagnostic);
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const seen = new Map<string, number>();
  return diagnostics.flatMap((diagnostic) => {
    const kind = kindOf(diagnostic);
    const all = counts.get(kind) ?? 0;
    const before = seen.get(kind) ?? 0;
    seen.set(kind, before + 1);
    if (before < MOST_ALIKE || all === MOST_ALIKE + 1) return [diagnostic];
    if (before > MOST_ALIKE) return [];
    const { code, severity, at } = diagnostic;
    const values = { code, count: all - MOST_ALIKE, file: at?.file };
    return [{ ...createDiagnostic("more-alike", values, { at }), severity }];
  });
}
