/**
 * A merge whose models all live on the source that is its `engine`: one query there, in that
 * source's dialect.
 */
import type { Diagnostic } from "../../contract/diagnostic.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import type { MergeModel, Source } from "../../project/objects.js";
import type { ReadControl } from "../../readers/call.js";
import { queryOverQueries } from "../../sql/query-over-queries.js";
import type { DialectName } from "../../sql/dialect.js";
import { JobFailure } from "../job-failure.js";
import { jobKey } from "../job-key.js";
import { sourceOf, type RunSource } from "../run-sources.js";
import type { AskContext, DescribedJob, KeyContext, KeyedJob, RunContext } from "./contract.js";
import type { JobResult } from "./job-result.js";

/** Rejects with a JobFailure when the source cannot be used, or a model lives elsewhere. */
export async function keyOfMergeOnSource(
  merge: MergeModel,
  engine: Source,
  context: KeyContext,
): Promise<KeyedJob> {
  const source = readyEngine(engine, context);
  const strangers = modelsElsewhere(merge, engine, context.chosen);
  if (strangers.length > 0) throw new JobFailure(strangers, "problem");
  const sql = engineQuery(merge, source.info.dialect);
  return {
    ...jobKey("model", { sql, ...(await source.identity()) }),
    freshFor: merge.freshFor,
    diagnostics: [],
  };
}

/** The query's rows as Parquet. */
export async function runMergeOnSource(
  merge: MergeModel,
  engine: Source,
  context: RunContext,
  control: ReadControl,
): Promise<JobResult> {
  const { reader, info } = readyEngine(engine, context);
  const sql = engineQuery(merge, info.dialect);
  return context.readers.source(reader).model(sql, { ...control, ...engine.limits });
}

/** The query's columns. */
export async function describeMergeOnSource(
  merge: MergeModel,
  engine: Source,
  context: AskContext,
  signal: AbortSignal,
): Promise<DescribedJob> {
  const { reader, info } = readyEngine(engine, context);
  const sql = engineQuery(merge, info.dialect);
  const columns = await context.readers.source(reader).describe(sql, { signal });
  return { columns, dialect: info.dialect, diagnostics: [] };
}

/** The query that is sent to the engine. */
export function engineQuery(merge: MergeModel, dialect: DialectName): string {
  const queries = merge.models.flatMap((model) =>
    model.type === "sql" ? [{ name: model.name, sql: model.sql }] : [],
  );
  return queryOverQueries(merge.sql, queries, dialect);
}

/**
 * An error for every model of a merge that does not live on its engine; `chosen` is the source of
 * `--source`.
 */
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

function readyEngine(engine: Source, { sources }: KeyContext): RunSource {
  const source = sources.get(engine);
  if ("diagnostics" in source) throw new JobFailure(source.diagnostics);
  return source;
}
