import type { Diagnostic } from "../../../src/contract/diagnostic.js";

/** Problems that are read together: a hint that a later one gives as well stands there only. */
export function hintedOnce(problems: readonly Diagnostic[]): Diagnostic[] {
  return problems.map((problem, index) => {
    const { hint, ...bare } = problem;
    return problems.slice(index + 1).some((later) => later.hint === hint) ? bare : problem;
  });
}
