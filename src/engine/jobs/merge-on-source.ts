/**
 * A merge on the source that is its `engine`: one query there, in that source's dialect. Models
 * that live elsewhere are sent along as rows, where they are few.
 */
import type { MergeModel, Model, Source } from "../../project/objects.js";
import type { ReadControl } from "../../readers/call.js";
import type { DialectName } from "../../sql/dialect.js";
import { queryOverQueries } from "../../sql/query-over-queries.js";
import { JobFailure } from "../job-failure.js";
import { jobKey } from "../job-key.js";
import { MOST_ROWS, refuseTooLong, sendModel, sendNoRows } from "../remote/sent-model.js";
import { sourceOf, type RunSource } from "../run-sources.js";
import type { AskContext, DescribedJob, KeyContext, KeyedJob, RunContext } from "./contract.js";
import type { JobResult } from "./job-result.js";
import { sqlModelKey } from "./sql-model.js";

/** Rejects with a JobFailure when the source of the merge or of one of its models cannot be used. */
export async function keyOfMergeOnSource(
  merge: MergeModel,
  engine: Source,
  context: KeyContext,
): Promise<KeyedJob> {
  const source = readyEngine(engine, context);
  const sent = modelsElsewhere(merge, engine, context.chosen);
  const keys = sent.map(async (model): Promise<[string, string]> => {
    const key =
      model.type === "sql" ? (await sqlModelKey(model, context)).key : context.keyOfInput(model.id);
    return [`model.${model.name}`, key];
  });
  return {
    ...jobKey("model", {
      sql: explainedEngineQuery(merge, source.info.dialect, sent),
      ...(await source.identity()),
      ...Object.fromEntries(await Promise.all(keys)),
    }),
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
  const source = readyEngine(engine, context);
  const models = modelsElsewhere(merge, engine, context.chosen);
  const sent = new Map(
    await Promise.all(
      models.map(
        async (model) => [model, await sendModel(model, merge, source, context, control)] as const,
      ),
    ),
  );
  refuseTooLong(sent, merge, source);
  const sql = engineQuery(merge, source.info.dialect, (model) => sent.get(model)?.sql);
  const limits = { ...control, ...engine.limits };
  const draft = await context.readers.source(source.reader).model(sql, limits);
  if (sent.size === 0) return draft;
  const all = [...sent.values()];
  return {
    ...draft,
    legs: all.map(({ report }) => report),
    diagnostics: [...all.flatMap(({ diagnostics }) => diagnostics), ...draft.diagnostics],
  };
}

/** The query's columns. */
export async function describeMergeOnSource(
  merge: MergeModel,
  engine: Source,
  context: AskContext,
  signal: AbortSignal,
): Promise<DescribedJob> {
  const source = readyEngine(engine, context);
  const { dialect } = source.info;
  const models = modelsElsewhere(merge, engine, context.chosen);
  const sent = new Map(
    await Promise.all(
      models.map(
        async (model) =>
          [model, await sendNoRows(model, merge, source, context, { signal })] as const,
      ),
    ),
  );
  const sql = engineQuery(merge, dialect, (model) => sent.get(model));
  const columns = await context.readers.source(source.reader).describe(sql, { signal });
  // What is sent gets its types from its rows.
  const exact = sent.size === 0;
  return {
    columns: columns.map((column) => ({ ...column, exact: exact && column.exact })),
    dialect,
    diagnostics: [],
  };
}

/** The query that is sent to the engine; `sent` is the query for the rows of a model, if it is one. */
function engineQuery(
  merge: MergeModel,
  dialect: DialectName,
  sent: (model: Model) => string | undefined,
): string {
  const queries = merge.models.flatMap((model) => {
    const sql = sent(model) ?? (model.type === "sql" ? model.sql : undefined);
    return sql === undefined ? [] : [{ name: model.name, sql }];
  });
  return queryOverQueries(merge.sql, queries, dialect);
}

/** The same before anything is read, with a comment in place of rows. */
export function explainedEngineQuery(
  merge: MergeModel,
  dialect: DialectName,
  sent: readonly Model[],
): string {
  return engineQuery(merge, dialect, (model) =>
    sent.includes(model)
      ? `/* the rows of ${model.name.replaceAll("*/", "")}, at most ${MOST_ROWS} */`
      : undefined,
  );
}

/** The models of a merge that do not live on its engine; `chosen` is the source of `--source`. */
export function modelsElsewhere(
  merge: MergeModel,
  engine: Source,
  chosen: Source | undefined,
): Model[] {
  return merge.models.filter((model) => model.type !== "sql" || sourceOf(model, chosen) !== engine);
}

function readyEngine(engine: Source, { sources }: KeyContext): RunSource {
  const source = sources.get(engine);
  if ("diagnostics" in source) throw new JobFailure(source.diagnostics);
  return source;
}
