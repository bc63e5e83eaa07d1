/** A merge with `engine: auto`: on the engine that was chosen, else and after a failure in DuckDB. */
import type { EngineChoice, FoundSize } from "../../contract/manifest.js";
import type { ReadControl } from "../../readers/call.js";
import { asFailure } from "../job-failure.js";
import type { MergeModelJob } from "../plan.js";
import { estimateRows } from "../merge/estimate-rows.js";
import { queryFor } from "../merge/fetch-leg.js";
import type { MergePlan } from "../merge/plan-legs.js";
import { chooseEngine, type ChosenQuery } from "../remote/choose-engine.js";
import type { NeededPart } from "../remote/engine-moves.js";
import { failedClause } from "../remote/engine-statement.js";
import { notSent, TooLarge } from "../remote/refused-model.js";
import type { RemoteMerge } from "../remote/remote-context.js";
import { sendModels } from "../remote/sent-models.js";
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
    { ...context, artifactOf, inputs: new Set(job.inputs), before: context.choiceBefore(job.id) },
    { signal },
  );
  if (!query) return { ...(await context.merges.model(job, control)), choice };
  const { found: _, ...fitting } = choice;
  try {
    return { ...(await runOn(query, job, context, control)), choice: fitting };
  } catch (error) {
    const failure = asFailure(error);
    if (!failure || signal.aborted) throw error;
    // What only this engine refuses is no fault of the merge.
    const held = { engine: query.engine.source.name, because: failedClause(failure) };
    const found = failure instanceof TooLarge ? foundIn(failure, query, choice) : choice.found;
    const later: EngineChoice = {
      ...choice,
      held: [...choice.held, held],
      ...(found && { found }),
    };
    return { ...(await context.merges.model(job, control)), choice: later };
  }
}

/** What was read in vain, now or before, so that it is not read again as long as it is as much. */
function foundIn({ sizes }: TooLarge, { rows }: ChosenQuery, { found = [] }: EngineChoice) {
  const before = found.filter(({ model }) => sizes.every((size) => size.model !== model));
  const now = sizes.map((size): FoundSize => ({
    ...size,
    estimatedRows: rows.get(size.model) ?? size.rows,
  }));
  return [...before, ...now];
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
  { object: merge, inputs }: MergeModelJob,
  context: RunContext,
  control: ReadControl,
): Promise<JobResult> {
  const { engine, sent, renamed } = query;
  const remote: RemoteMerge = { merge, engine, inputs: new Set(inputs) };
  const rows = await sendModels([...sent.keys()], remote, context, control);
  try {
    for (const [model, types] of sent) {
      const found = rows.types.get(model) ?? [];
      if (types.some((type, at) => type !== found[at])) {
        throw notSent(model, remote, "its rows have other types than were expected.");
      }
    }
    const statement = query.sql((model) => rows.queries.get(model) ?? "");
    const limits = { ...control, ...engine.source.limits };
    const draft = await context.readers.source(engine.reader).model(statement, limits);
    return {
      ...draft,
      engine: engine.source.name,
      ...(rows.legs.length > 0 && { legs: rows.legs }),
      diagnostics: [...renamed, ...rows.diagnostics, ...draft.diagnostics],
    };
  } finally {
    await rows.close();
  }
}
