import type { Diagnostic } from "../../contract/diagnostic.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import type { MergeModel, Source } from "../../project/objects.js";
import { queryOverQueries } from "../../sql/query-over-queries.js";
import type { DialectName } from "../../sql/dialect.js";
import { jobKey } from "../job-key.js";
import type { MergeModelJob } from "../plan.js";
import { sourceOf } from "../run-sources.js";
import type { JobContext, PreparedJob } from "./contract.js";
import { JobFailure } from "./job-failure.js";
import { explainModelFailure } from "./query-failure.js";

/** A merge whose models all live on the source that is its `engine`: one query there, in that source's dialect. */
export async function prepareMergeOnSource(
  { object: merge }: MergeModelJob,
  engine: Source,
  context: JobContext,
): Promise<PreparedJob> {
  const source = context.sources.get(engine);
  if ("diagnostics" in source) throw new JobFailure(source.diagnostics);
  const strangers = modelsElsewhere(merge, engine, context.chosen);
  if (strangers.length > 0) throw new JobFailure(strangers, "problem");
  const sql = engineQuery(merge, source.info.dialect);
  const reader = context.readers.source(source.reader);
  return {
    ...jobKey("model", { sql, ...(await source.identity()) }),
    freshFor: merge.freshFor,
    diagnostics: [],
    run: (control) => reader.model(sql, { ...control, ...engine.limits }),
    explain: (diagnostic) => Promise.resolve(explainModelFailure(diagnostic, merge)),
  };
}

/** The query that is sent to the engine. */
export function engineQuery(merge: MergeModel, dialect: DialectName): string {
  const queries = merge.models.flatMap((model) =>
    model.type === "sql" ? [{ name: model.name, sql: model.sql }] : [],
  );
  return queryOverQueries(merge.sql, queries, dialect);
}

/** An error for every model of a merge that does not live on its engine; `chosen` is the source of `--source`. */
export function modelsElsewhere(
  merge: MergeModel,
  engine: Source,
  chosen: Source | undefined,
): Diagnostic[] {
  return merge.models.flatMap((model) => {
    const source = model.type === "sql" ? sourceOf(model, chosen) : undefined;
    if (source === engine) return [];
    const place = source ? `on \`${source.name}\`` : `a ${model.type} model`;
    const words = { name: merge.name, engine: engine.name, model: model.name, place };
    return [createDiagnostic("merge-engine-elsewhere", words, { at: merge.locate(["engine"]) })];
  });
}
