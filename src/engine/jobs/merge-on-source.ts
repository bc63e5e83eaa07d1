/**
 * A merge on the source that is its `engine`: one query there, in that source's dialect, over its
 * models as the engine gets at them.
 */
import type { Model, Source } from "../../project/objects.js";
import type { ReadControl } from "../../readers/call.js";
import { SourceError } from "../../rows/stream.js";
import { JobFailure } from "../job-failure.js";
import { jobKey } from "../job-key.js";
import type { MergeModelJob } from "../plan.js";
import { engineQuery, explainedEngineQuery } from "../remote/engine-query.js";
import { placesOf, placesOfRows, type PlaceOfRows } from "../model-places.js";
import { catalogFailure } from "../remote/failing-catalog.js";
import { passModel } from "../remote/pass-model.js";
import type { RemoteMerge } from "../remote/remote-context.js";
import { sendModels, sendNoRows } from "../remote/sent-models.js";
import type { RunSource } from "../run-sources.js";
import type { AskContext, DescribedJob, KeyContext, KeyedJob, RunContext } from "./contract.js";
import type { JobResult } from "./job-result.js";
import { sqlModelKey } from "./sql-model.js";

/** Rejects with a JobFailure when the source of the merge or of one of its models cannot be used. */
export async function keyOfMergeOnSource(
  { object: merge }: MergeModelJob,
  engine: Source,
  context: KeyContext,
): Promise<KeyedJob> {
  const source = readyEngine(engine, context);
  const places = placesOf(merge, engine, context.chosen);
  const elsewhere = placesOfRows(places).filter(({ is }) => is !== "here");
  const keys = elsewhere.map(async ({ model }): Promise<[string, string]> => {
    const key =
      model.type === "sql" ? (await sqlModelKey(model, context)).key : context.keyOfInput(model.id);
    return [`model.${model.name}`, key];
  });
  return {
    ...jobKey("model", {
      sql: explainedEngineQuery(merge, source.info.dialect, places),
      engine: source.info.dialect,
      ...(await source.identity()),
      ...Object.fromEntries(await Promise.all(keys)),
    }),
    freshFor: merge.freshFor,
    diagnostics: [],
  };
}

/** The query's rows as Parquet. */
export async function runMergeOnSource(
  job: MergeModelJob,
  engine: Source,
  context: RunContext,
  control: ReadControl,
): Promise<JobResult> {
  const merge = remoteMerge(job, engine, context);
  const places = placesOf(job.object, engine, context.chosen);
  const rows = placesOfRows(places);
  const models = rows.flatMap(({ is, model }) => (is === "sent" ? [model] : []));
  const sent = await sendModels(models, merge, context, control);
  try {
    const { queries, uploads, legs } = sent;
    const reader = context.readers.source(merge.engine.reader);
    // While other databases are asked for the columns of their models.
    const ready = rows.some(({ is }) => is === "passed") ? reader.ready(control) : undefined;
    ready?.catch(() => undefined);
    const sql = await queryOn(merge, context, control, async (model) => queries.get(model) ?? "");
    await ready;
    const limits = { ...control, ...engine.limits };
    const reading =
      uploads.length > 0 ? reader.modelOver(sql, uploads, limits) : reader.model(sql, limits);
    const draft = await reading.catch((error: unknown) => {
      throw catalogFailure(uploadFailure(error, engine), rows, merge, context.chosen);
    });
    const diagnostics = [...sent.diagnostics, ...draft.diagnostics];
    return { ...draft, engine: engine.name, ...(legs.length > 0 && { legs }), diagnostics };
  } finally {
    await sent.close();
  }
}

/** What went wrong with a table of rows lies where its place is named, not in the merge's SQL. */
function uploadFailure(error: unknown, engine: Source): unknown {
  const diagnostic = error instanceof SourceError ? error.diagnostic : undefined;
  return diagnostic?.code.startsWith("upload-")
    ? new JobFailure([{ ...diagnostic, at: engine.locate(["upload"]) }])
    : error;
}

/** The query's columns. */
export async function describeMergeOnSource(
  job: MergeModelJob,
  engine: Source,
  context: AskContext,
  signal: AbortSignal,
): Promise<DescribedJob> {
  const merge = remoteMerge(job, engine, context);
  // What is sent gets its types from its rows.
  let exact = true;
  const sql = await queryOn(merge, context, { signal }, (model) => {
    exact = false;
    return sendNoRows(model, merge, context, { signal });
  });
  const { reader, info } = merge.engine;
  const columns = await context.readers
    .source(reader)
    .describe(sql, { signal })
    .catch((error: unknown) => {
      const places = placesOfRows(placesOf(job.object, engine, context.chosen));
      throw catalogFailure(error, places, merge, context.chosen);
    });
  return {
    columns: columns.map((column) => ({ ...column, exact: exact && column.exact })),
    dialect: info.dialect,
    diagnostics: [],
  };
}

/** The query for the engine; `send` says that of a model whose rows go there. */
async function queryOn(
  remote: RemoteMerge,
  context: AskContext,
  control: Pick<ReadControl, "signal">,
  send: (model: Model) => Promise<string>,
): Promise<string> {
  const { merge, engine } = remote;
  const places = placesOf(merge, engine.source, context.chosen);
  const queryOf = (place: PlaceOfRows): string | Promise<string> => {
    if (place.is === "here") return place.model.sql;
    if (place.is === "sent") return send(place.model);
    return passModel(place, remote, context, control);
  };
  const queries = placesOfRows(places).map(
    async (place) => [place.model, await queryOf(place)] as const,
  );
  const made = new Map<Model, string>(await Promise.all(queries));
  return engineQuery(merge, places, engine.info.dialect, ({ model }) => made.get(model) ?? "");
}

function remoteMerge(
  { object: merge, inputs }: MergeModelJob,
  engine: Source,
  context: KeyContext,
): RemoteMerge {
  return { merge, engine: readyEngine(engine, context), inputs: new Set(inputs) };
}

function readyEngine(engine: Source, { sources }: KeyContext): RunSource {
  const source = sources.get(engine);
  if ("diagnostics" in source) throw new JobFailure(source.diagnostics);
  return source;
}
