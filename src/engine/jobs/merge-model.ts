import { jobKey } from "../job-key.js";
import { descendants, type MergeModelJob } from "../plan.js";
import { explainModelFailure } from "../query-failure.js";
import { plannedTable } from "../merge/merge-children.js";
import type { JobKind, KeyContext, KeyedJob } from "./contract.js";
import { describeInEngine } from "./describe-in-engine.js";
import { describeMergeOnSource, keyOfMergeOnSource, runMergeOnSource } from "./merge-on-source.js";
import { runMergeWhereLeastMoves } from "./merge-where-least-moves.js";
import { sqlModelKey } from "./sql-model.js";

/**
 * A merge model: its SQL on the source that is its engine, else on the run's own engine over tables
 * of all models below it. The key of one that chooses its engine says so, and not which,
 * since its rows are the same on each. A table is the artifact of the child's job, the child's files where they
 * lie, or the part of its rows that the SQL needs and that was moved for it.
 */
export const mergeModel: JobKind<MergeModelJob> = {
  keyOf: (job, context) =>
    job.object.engine
      ? keyOfMergeOnSource(job, job.object.engine, context)
      : keyOfMerge(job, context),
  run(job, context, control) {
    const { engine, choosesEngine } = job.object;
    if (engine) return runMergeOnSource(job, engine, context, control);
    return choosesEngine
      ? runMergeWhereLeastMoves(job, context, control)
      : context.merges.model(job, control);
  },
  async describe(job, context, signal) {
    const { object: merge, inputs } = job;
    if (merge.engine) return describeMergeOnSource(job, merge.engine, context, signal);
    const children = await context.children.of(merge, new Set(inputs), { signal });
    const tables = children.map(plannedTable);
    const described = await describeInEngine(merge.sql, tables, context, signal);
    if ("unknown" in described) return described;
    return { ...described, diagnostics: children.flatMap(({ renamed }) => renamed) };
  },
  explain: async (diagnostic, { object }) => explainModelFailure(diagnostic, object),
};

async function keyOfMerge(
  { object: merge }: MergeModelJob,
  context: KeyContext,
): Promise<KeyedJob> {
  const children = descendants(merge).map(async (child): Promise<[string, string]> => {
    // A SQL model counts by its query, since whether it is a job of its own depends on what else is
    // run.
    const key =
      child.type === "sql" ? (await sqlModelKey(child, context)).key : context.keyOfInput(child.id);
    return [`model.${child.name}`, key];
  });
  return {
    ...jobKey("model", {
      sql: merge.sql,
      ...(merge.choosesEngine && { engine: "auto" }),
      "time zone": context.project.defaults.timeZone,
      ...Object.fromEntries(await Promise.all(children)),
    }),
    freshFor: merge.freshFor,
    diagnostics: [],
  };
}
