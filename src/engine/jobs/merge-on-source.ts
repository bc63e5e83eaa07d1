/**
 * A merge on the source that is its `engine`: one query there, in that source's dialect, over its
 * models as the engine gets at them.
 */
import type { MergeModel, Model, Source } from "../../project/objects.js";
import type { ReadControl } from "../../readers/call.js";
import { JobFailure } from "../job-failure.js";
import { jobKey } from "../job-key.js";
import { engineQuery, explainedEngineQuery } from "../remote/engine-query.js";
import { placesOf } from "../remote/model-places.js";
import { passModel } from "../remote/pass-model.js";
import { refuseTooLong, sendModel, sendNoRows, type SentModel } from "../remote/sent-model.js";
import type { RunSource } from "../run-sources.js";
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
  const places = placesOf(merge, engine, context.chosen);
  const elsewhere = places.filter(({ is }) => is !== "here");
  const keys = elsewhere.map(async ({ model }): Promise<[string, string]> => {
    const key =
      model.type === "sql" ? (await sqlModelKey(model, context)).key : context.keyOfInput(model.id);
    return [`model.${model.name}`, key];
  });
  return {
    ...jobKey("model", {
      sql: explainedEngineQuery(merge, source.info.dialect, places),
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
  const sent = new Map<Model, SentModel>();
  const sql = await queryOn(source, merge, context, control, async (model) => {
    const one = await sendModel(model, merge, source, context, control);
    sent.set(model, one);
    return one.sql;
  });
  refuseTooLong(sent, merge, source);
  const limits = { ...control, ...engine.limits };
  const draft = await context.readers.source(source.reader).model(sql, limits);
  const ran = { ...draft, engine: engine.name };
  if (sent.size === 0) return ran;
  const all = merge.models.flatMap((model) => sent.get(model) ?? []);
  return {
    ...ran,
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
  // What is sent gets its types from its rows.
  let exact = true;
  const sql = await queryOn(source, merge, context, { signal }, (model) => {
    exact = false;
    return sendNoRows(model, merge, source, context, { signal });
  });
  const columns = await context.readers.source(source.reader).describe(sql, { signal });
  return {
    columns: columns.map((column) => ({ ...column, exact: exact && column.exact })),
    dialect: source.info.dialect,
    diagnostics: [],
  };
}

/** The query for the engine; `send` makes that of a model whose rows are sent. */
async function queryOn(
  engine: RunSource,
  merge: MergeModel,
  context: AskContext,
  control: Pick<ReadControl, "signal">,
  send: (model: Model) => Promise<string>,
): Promise<string> {
  const queries = placesOf(merge, engine.source, context.chosen).map(async (place) => {
    const { name } = place.model;
    if (place.is === "here") return { name, sql: place.model.sql };
    if (place.is === "sent") return { name, sql: await send(place.model) };
    return { name, sql: await passModel(place, merge, engine, context, control) };
  });
  return engineQuery(merge, await Promise.all(queries), engine.info.dialect);
}

function readyEngine(engine: Source, { sources }: KeyContext): RunSource {
  const source = sources.get(engine);
  if ("diagnostics" in source) throw new JobFailure(source.diagnostics);
  return source;
}
