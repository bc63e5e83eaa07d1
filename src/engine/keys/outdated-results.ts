import type { Manifest } from "../../contract/manifest.js";
import type { ProjectObject } from "../../project/objects.js";
import { createBlockers } from "../blockers.js";
import type { JobContext } from "../jobs/contract.js";
import { prepareJob } from "../jobs/index.js";
import { JobFailure } from "../job-failure.js";
import type { OpenedRun } from "../opened-run.js";
import { createKeyContext } from "./key-context.js";
import { planNeeds, type Job } from "../plan.js";

/**
 * Ids of the results behind some objects that a run would not make the same way now: the query, the command or a file
 * that it reads has changed. What a database holds is not looked at; where a variable that decides is not set, the
 * result counts as it is.
 */
export async function outdatedResults(
  opened: OpenedRun,
  needing: readonly ProjectObject[],
  manifest: Manifest,
): Promise<Set<string>> {
  const { project } = opened;
  const outdated = new Set<string>();
  const context = createKeyContext(opened, await opened.readers(), (id) => {
    const { artifact, key } = manifest.objects[id] ?? {};
    if (!artifact || key === undefined) throw new JobFailure([], "problem");
    return { artifact, key };
  });
  const blockers = createBlockers(project, opened.chosen);
  for (const job of planNeeds(project, needing)) {
    const entry = manifest.objects[job.id];
    if (!entry?.artifact) continue;
    const builtAt = Date.parse(entry.artifact.builtAt);
    const key = blockers.find(job.object) ? "none" : await keyOf(job, context);
    const isOld = key !== undefined && key !== entry.key;
    const hasNewInput = job.inputs.some((id) => {
      const input = manifest.objects[id]?.artifact;
      return outdated.has(id) || !input || Date.parse(input.builtAt) > builtAt;
    });
    if (isOld || hasNewInput) outdated.add(job.id);
  }
  return outdated;
}

/** The key that the job would have now; undefined when that cannot be told here. */
async function keyOf(job: Job, context: JobContext): Promise<string | undefined> {
  try {
    return (await prepareJob(job, context)).key;
  } catch (error) {
    if (!(error instanceof JobFailure)) throw error;
    return error.reason === "problem" ? "none" : undefined;
  }
}
