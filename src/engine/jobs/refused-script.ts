import type { Diagnostic } from "../../contract/diagnostic.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import type { Job } from "../plan.js";

/**
 * Why a job is not allowed, also where its result could be reused: a script in a project that is
 * not trusted.
 */
export function refusedScript({ kind, object }: Job, trusted: boolean): Diagnostic | undefined {
  if (kind !== "script-model" || trusted) return undefined;
  return createDiagnostic("project-not-trusted", { name: object.name }, { at: object.at });
}
