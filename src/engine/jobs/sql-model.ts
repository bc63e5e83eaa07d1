import { jobKey } from "../job-key.js";
import type { SqlModelJob } from "../plan.js";
import type { JobContext, PreparedJob } from "./contract.js";
import { JobFailure } from "./job-failure.js";
import { explainModelFailure } from "./query-failure.js";

/** A SQL model whose rows something needs: its query's rows as Parquet. */
export async function prepareSqlModel(job: SqlModelJob, context: JobContext): Promise<PreparedJob> {
  const model = job.object;
  const source = context.sources.of(model);
  if ("diagnostics" in source) throw new JobFailure(source.diagnostics);
  const reader = context.readers.source(source.reader);
  return {
    key: jobKey("model", [model.sql, await source.identity()]),
    freshFor: model.freshFor,
    diagnostics: [],
    run: (control) => reader.model(model.sql, { ...control, ...source.source.limits }),
    explain: (diagnostic) => Promise.resolve(explainModelFailure(diagnostic, model)),
  };
}
