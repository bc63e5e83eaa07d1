/** A merge with `engine: auto`: on the engine that was chosen, else and after a failure in DuckDB. */
import type { EngineChoice } from "../../contract/manifest.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import type { Model } from "../../project/objects.js";
import type { ReadControl } from "../../readers/call.js";
import { asFailure, JobFailure } from "../job-failure.js";
import type { MergeModelJob } from "../plan.js";
import { estimateRows } from "../merge/estimate-rows.js";
import { queryFor } from "../merge/fetch-leg.js";
import type { MergePlan } from "../merge/plan-legs.js";
import { chooseEngine, failedClause, type ChosenQuery } from "../remote/choose-engine.js";
import type { NeededPart } from "../remote/engine-moves.js";
import { refuseTooLong, sendModel, type SentModel } from "../remote/sent-model.js";
import type { RunContext } from "./contract.js";
import type { JobResult } from "./job-result.js";

/** Rejects as a merge in DuckDB does. */
export async function runMergeWhereLeastMoves(
  job: MergeModelJob,
  context: RunContext,
  control: ReadControl,
): Promise<JobResult> {
  const { signal } = control;
  const plan = await context.merges.plan(job, control);
  const needs = await neededOf(plan, context, control);
  const artifactOf = ({ id }: { readonly id: string }) =>
    job.inputs.includes(id) ? context.artifactOfInput(id) : undefined;
  const { choice, query } = await chooseEngine(
    job.object,
    plan,
    needs,
    { ...context, artifactOf },
    { signal },
  );
  if (!query) return { ...(await context.merges.model(job, control)), choice };
  try {
    return { ...(await runOn(query, job, context, control)), choice };
  } catch (error) {
    const failure = asFailure(error);
    if (!failure || signal.aborted) throw error;
    // What only this engine refuses is no fault of the merge.
    const held = { engine: query.engine.source.name, because: failedClause(failure) };
    const later: EngineChoice = { ...choice, held: [...choice.held, held] };
    return { ...(await context.merges.model(job, control)), choice: later };
  }
}

/** What DuckDB would fetch, by the model's id. */
async function neededOf(
  { children, needs }: MergePlan,
  { readers }: RunContext,
  { signal }: ReadControl,
): Promise<ReadonlyMap<string, NeededPart>> {
  const found = new Map<string, NeededPart>();
  await Promise.all(
    children.map(async (child) => {
      const need = child.kind === "leg" ? needs.get(child.model.id) : undefined;
      if (child.kind !== "leg" || !need) return;
      const { used, columns } = need;
      const rows = used
        ? await estimateRows(readers, child, queryFor(child, need, []).sql, { signal })
        : undefined;
      found.set(child.model.id, {
        used,
        columns,
        ofColumns: child.columns.length,
        ...(rows !== undefined && { estimatedRows: rows }),
      });
    }),
  );
  return found;
}

async function runOn(
  query: ChosenQuery,
  { object: merge }: MergeModelJob,
  context: RunContext,
  control: ReadControl,
): Promise<JobResult> {
  const { engine, sent } = query;
  const rows = new Map<Model, SentModel>();
  for (const [model, types] of sent) {
    const one = await sendModel(model, merge, engine, context, control);
    const other = types.findIndex((type, at) => type !== one.types[at]);
    if (other >= 0) {
      const reason = "its rows have other types than were expected.";
      const words = { name: merge.name, engine: engine.source.name, model: model.name, reason };
      throw new JobFailure([createDiagnostic("merge-model-not-sent", words)]);
    }
    rows.set(model, one);
  }
  refuseTooLong(rows, merge, engine);
  const statement = query.sql((model) => rows.get(model)?.sql ?? "");
  const limits = { ...control, ...engine.source.limits };
  const draft = await context.readers.source(engine.reader).model(statement, limits);
  const all = [...rows.values()];
  return {
    ...draft,
    engine: engine.source.name,
    ...(all.length > 0 && { legs: all.map(({ report }) => report) }),
    diagnostics: [...all.flatMap(({ diagnostics }) => diagnostics), ...draft.diagnostics],
  };
}
