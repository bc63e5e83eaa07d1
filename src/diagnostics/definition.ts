import type { Severity } from "../contract/diagnostic.js";

/**
 * One entry of the catalogue. `message` and `hint` are functions of named values, so that a call
 * site cannot forget one; a hint that returns undefined is left out.
 */
export interface DiagnosticDefinition<Values> {
  readonly severity: Severity;
  readonly message: (values: Values) => string;
  readonly hint?: (values: Values) => string | undefined;
  /** The message in the reference, where it cannot be shown with its values left open. */
  readonly summary?: string;
}

/** Types an entry; the catalogue's files are tables of these. */
export function define<Values = Record<string, never>>(
  definition: DiagnosticDefinition<Values>,
): DiagnosticDefinition<Values> {
  return definition;
}
