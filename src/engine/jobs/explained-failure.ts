import type { Diagnostic } from "../../contract/diagnostic.js";
import { SourceError } from "../../rows/stream.js";
import { asFailure, JobFailure } from "../job-failure.js";
import type { Job } from "../plan.js";
import type { AskContext } from "./contract.js";
import { jobKind } from "./job-kind.js";

/**
 * What a job threw, with what only the job knows of it; a bug is thrown again. `job` is absent
 * before it has a key: what failed then is no query of its own.
 */
export async function explainedFailure(
  error: unknown,
  job: Job | undefined,
  context: AskContext,
): Promise<JobFailure> {
  const failure = asFailure(error);
  if (!failure) throw error;
  const explained =
    job && error instanceof SourceError
      ? [await jobKind(job).explain(error.diagnostic, job, context)]
      : failure.diagnostics;
  const diagnostics = explained.map((diagnostic) => inZone(diagnostic, context));
  return new JobFailure(diagnostics, failure.reason);
}

/** A zone that a source refuses is wrong where the project names it. */
function inZone(diagnostic: Diagnostic, { project }: AskContext): Diagnostic {
  const { timeZone, timeZoneAt } = project.defaults;
  const isOurs =
    diagnostic.code === "source-zone-refused" && diagnostic.message.includes(`\`${timeZone}\``);
  return isOurs && timeZoneAt ? { ...diagnostic, at: timeZoneAt } : diagnostic;
}
