import type { Diagnostic, SourceRange } from "../contract/diagnostic.js";
import { diagnosticCatalogue } from "./catalogue/index.js";
import type { DiagnosticDefinition } from "./definition.js";

type Catalogue = ReturnType<typeof diagnosticCatalogue>;
export type DiagnosticCode = keyof Catalogue;
/** The values that the sentences of a code need. */
export type DiagnosticValues<Code extends DiagnosticCode> =
  Catalogue[Code] extends DiagnosticDefinition<infer Values> ? Values : never;

export interface DiagnosticContext {
  readonly at?: SourceRange | undefined;
  /** Replaces the catalogue's hint, for instance with near names. */
  readonly hint?: string | undefined;
  readonly detail?: string | undefined;
  readonly related?: Diagnostic["related"] | undefined;
}

/** Makes a diagnostic from the catalogue; the code decides which values are needed. */
export function createDiagnostic<Code extends DiagnosticCode>(
  code: Code,
  values: DiagnosticValues<Code>,
  context: DiagnosticContext = {},
): Diagnostic {
  // The index type of the catalogue is a union here; DiagnosticValues ties `values` to it at every
  // call site.
  const definition = diagnosticCatalogue()[code] as DiagnosticDefinition<DiagnosticValues<Code>>;
  const hint = context.hint ?? definition.hint?.(values);
  return {
    code,
    severity: definition.severity,
    message: definition.message(values),
    ...(hint !== undefined && { hint }),
    ...(context.at && { at: context.at }),
    ...(context.detail !== undefined && { detail: context.detail }),
    ...(context.related && { related: context.related }),
  };
}
