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
  if (!job || !(error instanceof SourceError)) return failure;
  const explained = await jobKind(job).explain(error.diagnostic, job, context);
  return new JobFailure([explained], failure.reason);
}
