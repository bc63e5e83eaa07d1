import type { Model } from "../../project/objects.js";
import { SourceError } from "../../sources/contract.js";
import { jobKey } from "../job-key.js";
import { descendants, type MergeModelJob } from "../plan.js";
import type { EmbeddedRelation, ReadControl } from "../reader/contract.js";
import type { JobContext, PreparedJob } from "./contract.js";
import { JobFailure } from "./job-failure.js";
import { explainModelFailure } from "./query-failure.js";
import { relationNames } from "./relations.js";

/**
 * A merge model: its SQL in the embedded engine, over views of all models below it. A view reads the artifact of the
 * child's job, or the child's files where they lie.
 */
export async function prepareMergeModel(
  job: MergeModelJob,
  context: JobContext,
): Promise<PreparedJob> {
  const model = job.object;
  const { timeZone } = context.project.defaults;
  const children = descendants(model);
  const landed = new Set(job.inputs);

  async function keyOf(child: Model): Promise<readonly string[]> {
    if (landed.has(child.id)) return [child.name, context.result(child.id).key];
    // What is not a job is a SQL model on files: see plan.ts.
    if (child.type !== "sql") throw new Error(`${child.id} has no job`);
    const source = context.sources.of(child);
    if ("diagnostics" in source) throw new JobFailure(source.diagnostics);
    return [child.name, child.sql, await source.identity()];
  }

  async function relationOf(child: Model, control: ReadControl): Promise<EmbeddedRelation> {
    const names = relationNames(child, children);
    if (landed.has(child.id) || child.type !== "sql") {
      return { names, ...context.relations.artifact(context.result(child.id).artifact) };
    }
    try {
      return { names, ...(await context.relations.inPlace(child, control)) };
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      throw new JobFailure([explainModelFailure(error.diagnostic, child)]);
    }
  }

  return {
    key: jobKey("model", [model.sql, timeZone, await Promise.all(children.map(keyOf))]),
    freshFor: model.freshFor,
    diagnostics: [],
    async run(control) {
      const relations = await Promise.all(children.map((child) => relationOf(child, control)));
      return context.readers.embedded.model(model.sql, { relations, timeZone }, control);
    },
    explain: (diagnostic) => Promise.resolve(explainModelFailure(diagnostic, model)),
  };
}
