import type { Model } from "../../project/objects.js";
import { SourceError } from "../../rows/stream.js";
import { jobKey } from "../job-key.js";
import { unfetchedModel } from "../merge/leg-view.js";
import { descendants, type MergeModelJob } from "../plan.js";
import type { ReadControl } from "../../readers/contract.js";
import type { JobContext, PreparedJob } from "./contract.js";
import type { JobResult } from "./job-result.js";
import { prepareMergeOnSource } from "./merge-on-source.js";
import { explainModelFailure } from "../query-failure.js";
import { sqlModelKey } from "./sql-model.js";

/**
 * A merge model: its SQL on the source that is its engine, else in the embedded one, over views of all models below it. A view reads the artifact of the
 * child's job, the child's files where they lie, or the part of its rows that the SQL needs and that was moved for it.
 */
export async function prepareMergeModel(
  job: MergeModelJob,
  context: JobContext,
): Promise<PreparedJob> {
  const model = job.object;
  if (model.engine) return prepareMergeOnSource(job, model.engine, context);
  const { timeZone } = context.project.defaults;

  /** A SQL model counts by its query, since whether it is a job of its own depends on what else is run. */
  async function keyOf(child: Model): Promise<readonly [string, string]> {
    const { key } =
      child.type === "sql" ? await sqlModelKey(child, context) : context.result(child.id);
    return [`model.${child.name}`, key];
  }

  /** What was left out wrongly is noticed by DuckDB when it reads that; the model is then moved as a whole. */
  async function run(
    control: ReadControl,
    all: ReadonlyMap<string, string> = new Map(),
  ): Promise<JobResult> {
    const { relations, legs, diagnostics } = await context.legs.fetch(job, control, all);
    try {
      const scope = { relations, timeZone };
      const draft = await context.readers.embedded.model(model.sql, scope, control);
      return { ...draft, legs, diagnostics: [...diagnostics, ...draft.diagnostics] };
    } catch (error) {
      const lacking = error instanceof SourceError ? unfetchedModel(messageOf(error)) : undefined;
      if (lacking === undefined || all.has(lacking)) throw error;
      return run(control, new Map([...all, [lacking, "the SQL turned out to need more of it"]]));
    }
  }

  return {
    ...jobKey("model", {
      sql: model.sql,
      "time zone": timeZone,
      ...Object.fromEntries(await Promise.all(descendants(model).map(keyOf))),
    }),
    freshFor: model.freshFor,
    diagnostics: [],
    run: (control) => run(control),
    explain: (diagnostic) => Promise.resolve(explainModelFailure(diagnostic, model)),
  };
}

function messageOf({ diagnostic: { message, detail = "" } }: SourceError): string {
  return `${message}\n${detail}`;
}
