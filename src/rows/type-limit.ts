import type { DiagnosticCode } from "../diagnostics/index.js";

/** A value of a database that no type here holds as it is; shown in the reference of types. */
export interface TypeLimit {
  /** Which values, and what becomes of them, as a sentence. */
  readonly what: string;
  /** The warning that a run gives; absent where the value is kept, in another form. */
  readonly code?: DiagnosticCode;
}
