import type { Job } from "../plan.js";
import type { JobContext, PreparedJob } from "./contract.js";
import { prepareMergeModel } from "./merge-model.js";
import { prepareScriptModel } from "./script-model.js";
import { prepareSqlModel } from "./sql-model.js";
import { prepareTrace } from "./trace.js";

/** How each kind of job is prepared; a kind without an entry does not compile. */
const PREPARE = {
  trace: prepareTrace,
  "sql-model": prepareSqlModel,
  "merge-model": prepareMergeModel,
  "script-model": prepareScriptModel,
} satisfies {
  [Kind in Job["kind"]]: (
    job: Extract<Job, { kind: Kind }>,
    context: JobContext,
  ) => Promise<PreparedJob>;
};

/** Looks at a job whose inputs are there. Rejects with a JobFailure when it cannot run. */
export function prepareJob(job: Job, context: JobContext): Promise<PreparedJob> {
  // The table pairs each kind with its own job type, which an index by a union cannot tell.
  const prepare = PREPARE[job.kind] as (job: Job, context: JobContext) => Promise<PreparedJob>;
  return prepare(job, context);
}
