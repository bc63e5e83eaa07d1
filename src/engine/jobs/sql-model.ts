import type { SqlModel } from "../../project/objects.js";
import { jobKey, type JobKey } from "../job-key.js";
import type { SqlModelJob } from "../plan.js";
import { explainModelFailure } from "../query-failure.js";
import { sourceOfModel } from "../source-of-model.js";
import type { JobKind, KeyContext } from "./contract.js";

/** A SQL model whose rows something needs: its query's rows as Parquet. */
export const sqlModel: JobKind<SqlModelJob> = {
  async keyOf({ object: model }, context) {
    return { ...(await sqlModelKey(model, context)), freshFor: model.freshFor, diagnostics: [] };
  },
  async run({ object: model }, context, control) {
    const { reader, source } = sourceOfModel(model, context);
    return context.readers.source(reader).model(model.sql, { ...control, ...source.limits });
  },
  async describe({ object: model }, context, signal) {
    const { reader, info } = sourceOfModel(model, context);
    const columns = await context.readers.source(reader).describe(model.sql, { signal });
    return { columns, dialect: info.dialect, diagnostics: [] };
  },
  explain: async (diagnostic, { object }) => explainModelFailure(diagnostic, object),
};

/**
 * The key of a model's rows, whether it is a job by itself or is read by a merge. Rejects with a
 * JobFailure.
 */
export async function sqlModelKey(
  model: SqlModel,
  context: Pick<KeyContext, "sources">,
): Promise<JobKey> {
  const source = sourceOfModel(model, context);
  return jobKey("model", { sql: model.sql, ...(await source.identity()) });
}
