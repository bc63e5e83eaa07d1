import type { Diagnostic } from "../contract/diagnostic.js";
import { SourceError } from "../rows/stream.js";

/**
 * `problem`: the project itself is wrong. `refused`: not allowed, such as scripts of a project that
 * is not trusted. `resource`: no memory or disk. `failure`: everything that happened while running.
 */
export type FailureCause = "problem" | "refused" | "resource" | "failure";

/**
 * A job's failure with what the user should know of it; everything else that a job throws is a bug.
 */
export class JobFailure extends Error {
  override readonly name = "JobFailure";
  constructor(
    readonly diagnostics: readonly Diagnostic[],
    readonly reason: FailureCause = causeOf(diagnostics),
  ) {
    super(diagnostics[0]?.message ?? "failed");
  }
}

/** Codes of readers that mean that the machine ran out of something. */
const RESOURCE_CODES = new Set(["engine-out-of-memory", "engine-spill-limit", "out-of-disk"]);

/** Where the job does not say it itself. */
function causeOf(diagnostics: readonly Diagnostic[]): FailureCause {
  if (diagnostics.some(({ code }) => code === "project-not-trusted")) return "refused";
  return diagnostics.some(({ code }) => RESOURCE_CODES.has(code)) ? "resource" : "failure";
}

/** The failure behind what a job or a reader threw; undefined for a bug. */
export function asFailure(error: unknown): JobFailure | undefined {
  if (error instanceof JobFailure) return error;
  return error instanceof SourceError ? new JobFailure([error.diagnostic]) : undefined;
}
