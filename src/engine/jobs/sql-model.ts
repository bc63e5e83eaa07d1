import type { SqlModel } from "../../project/objects.js";
import { jobKey, type JobKey } from "../job-key.js";
import type { SqlModelJob } from "../plan.js";
import type { JobContext, PreparedJob } from "./contract.js";
import { JobFailure } from "../job-failure.js";
import { explainModelFailure } from "../query-failure.js";

/** The key of a model's rows, whether it is a job by itself or is read by a merge. Rejects with a JobFailure. */
export async function sqlModelKey(
  model: SqlModel,
  { sources }: Pick<JobContext, "sources">,
): Promise<JobKey> {
  const source = sources.of(model);
  if ("diagnostics" in source) throw new JobFailure(source.diagnostics);
  return jobKey("model", { sql: model.sql, ...(await source.identity()) });
}

/** A SQL model whose rows something needs: its query's rows as Parquet. */
export async function prepareSqlModel(job: SqlModelJob, context: JobContext): Promise<PreparedJob> {
  const model = job.object;
  const source = context.sources.of(model);
  if ("diagnostics" in source) throw new JobFailure(source.diagnostics);
  const reader = context.readers.source(source.reader);
  return {
    ...(await sqlModelKey(model, context)),
    freshFor: model.freshFor,
    diagnostics: [],
    run: (control) => reader.model(model.sql, { ...control, ...source.source.limits }),
    explain: (diagnostic) => Promise.resolve(explainModelFailure(diagnostic, model)),
  };
}
