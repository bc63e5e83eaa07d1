import type { Diagnostic, SourceRange } from "../contract/diagnostic.js";
import { createDiagnostic } from "../diagnostics/index.js";
import type { PatternFault } from "../disk/pattern-fault.js";

const TEXTS = {
  "range-backwards": {
    reason: "a range in brackets ends before it begins.",
    hint: "Write the lower character first, such as `[a-z]`; `A` to `Z` come before `a` to `z`.",
  },
  "range-open": {
    reason: "a range in brackets has no end.",
    hint: "A hyphen that stands for itself comes first: `[-a]`.",
  },
  unclosed: {
    reason: "a bracket or brace is not closed.",
    hint: "Close it, or write `[[]` or `[{]` for the character itself.",
  },
  "folders-twice": {
    reason: "`**` stands in it more than once.",
    hint: "DuckDB takes it once; a folder between two others is `*`.",
  },
  unreadable: {
    reason: "it cannot be read.",
    hint: "Write `[+]` or `[?]` for a character that stands for itself, and keep ranges in braces below 10,000 values.",
  },
} as const satisfies Record<PatternFault, { readonly reason: string; readonly hint: string }>;

/** Of a field that holds a pattern of paths. */
export function patternDiagnostic(
  field: string,
  fault: PatternFault,
  at: SourceRange | undefined,
): Diagnostic {
  const { reason, hint } = TEXTS[fault];
  return createDiagnostic("path-pattern-wrong", { field, reason }, { at, hint });
}
