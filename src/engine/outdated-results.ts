import type { Manifest } from "../contract/manifest.js";
import type { ProjectObject, Source } from "../project/objects.js";
import type { Project } from "../project/project.js";
import type { SourceTypes } from "../project/source-types.js";
import { createClassifier } from "../sql/classify.js";
import { createBlockers } from "./blockers.js";
import type { JobContext } from "./jobs/contract.js";
import { prepareJob } from "./jobs/index.js";
import { JobFailure } from "./jobs/job-failure.js";
import { createRelations } from "./jobs/relations.js";
import { readingView } from "./landing/reading-view.js";
import { planNeeds, type Job } from "./plan.js";
import type { Readers } from "./reader/contract.js";
import { createRunSources } from "./run-sources.js";
import { createScrubber } from "./scrub.js";
import type { State } from "./state.js";

export interface OutdatedOptions {
  readonly sourceTypes: SourceTypes;
  readonly state: State;
  /** Only asked how relations are named: nothing is read. */
  readonly readers: Readers;
  /** The source of `--source`. */
  readonly chosen: Source | undefined;
  /** Whether the code of plugins may be loaded. */
  readonly trusted: boolean;
}

/**
 * Ids of the results behind some objects that a run would not make the same way now: the query, the command or a file
 * that it reads has changed. What a database holds is not looked at; where a variable that decides is not set, the
 * result counts as it is.
 */
export async function outdatedResults(
  project: Project,
  needing: readonly ProjectObject[],
  manifest: Manifest,
  options: OutdatedOptions,
): Promise<Set<string>> {
  const outdated = new Set<string>();
  const context = contextOf(project, manifest, options);
  const blockers = createBlockers(project, options.chosen);
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

function contextOf(
  project: Project,
  manifest: Manifest,
  { sourceTypes, state, readers, chosen, trusted }: OutdatedOptions,
): JobContext {
  const sources = createRunSources(project, sourceTypes, chosen, trusted);
  return {
    project,
    readers,
    sources,
    classifier: createClassifier({ aggregates: project.defaults.aggregates }),
    relations: createRelations({
      readers,
      sources,
      objectPath: (artifact) => state.objectPath(artifact),
      adopt: (draft) => state.adopt(draft),
      readingView,
    }),
    legs: { fetch: () => Promise.reject(new Error("Only keys are asked for here")) },
    chosen,
    scrub: createScrubber([]),
    // A script's key is asked, and nothing is run.
    trusted: true,
    temporaryDirectory: () => state.temporaryDirectory(),
    result(id) {
      const { artifact, key } = manifest.objects[id] ?? {};
      if (!artifact || key === undefined) throw new JobFailure([], "problem");
      return { artifact, key };
    },
  };
}
