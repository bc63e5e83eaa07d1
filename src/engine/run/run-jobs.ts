/** The jobs of a run: what they share, what limits them, and what is told of them. */
import type { Artifact, Manifest, ManifestEntry } from "../../contract/manifest.js";
import type { RunEvent } from "../../contract/events.js";
import type { Limits } from "../../project/objects.js";
import type { Project } from "../../project/project.js";
import { createClassifier } from "../../sql/classify.js";
import { createBlockers } from "../blockers.js";
import { createExecutor, type JobOutcome } from "./execute-job.js";
import { outlivesRun } from "./in-flight.js";
import type { JobContext } from "../jobs/contract.js";
import { prepareJob } from "../jobs/index.js";
import { asFailure } from "../job-failure.js";
import { createMergeChildren } from "../merge/find-children.js";
import { createMergeLegs } from "../merge/merge-legs.js";
import { createRelations } from "../merge/model-relations.js";
import { jobLanes, laneCapacity } from "./lanes.js";
import { readingView } from "../../duckdb/landing/reading-view.js";
import type { RunOptions } from "./run-options.js";
import type { OpenedRun } from "../opened-run.js";
import type { Job } from "../plan.js";
import type { Readers } from "../../readers/contract.js";
import type { Draft } from "../../rows/result/draft.js";
import { schedule } from "./scheduler.js";
import type { Framing } from "../../diagnostics/framing.js";

/** One run that has begun: its lock is held. */
export interface Run {
  readonly opened: OpenedRun;
  readonly options: RunOptions;
  readonly readers: Readers;
  readonly jobs: readonly Job[];
}

/** Executes jobs in the order of their inputs; how each ended, by id. `before` is what readers see now. */
export async function runJobs(
  { opened, options, readers, jobs }: Run,
  before: Manifest | undefined,
): Promise<Map<string, JobOutcome>> {
  const { project, state, sources, chosen, trusted, scrub } = opened;
  const { signal } = options;
  const outcomes = new Map<string, JobOutcome>();
  const objectPath = (artifact: Artifact) => state.objectPath(artifact);
  const adopt = (draft: Draft) => state.adopt(draft);
  const relations = createRelations({
    readers,
    limits: project.defaults.limits,
    objectPath,
    readingView,
  });
  const legs = createMergeLegs({
    readers,
    timeZone: project.defaults.timeZone,
    children: createMergeChildren({
      readers,
      sources,
      relations,
      artifactOf: ({ id }) => resultOf(id, outcomes).artifact,
    }),
    merges: jobs
      .filter((job) => job.kind === "merge-model")
      .filter(({ object }) => object.engine === undefined),
    options: options.merges ?? {},
    isDone: (id) => outcomes.get(id)?.entry.artifact !== undefined,
    objectPath,
    hasObject: (artifact) => state.hasObject(artifact),
    adopt,
    before,
    reuse: options.reuse ?? false,
  });
  const { inFlight } = options;
  const context: JobContext = {
    project,
    readers,
    sources,
    classifier: createClassifier({ aggregates: project.defaults.aggregates }),
    relations,
    legs,
    chosen,
    scrub,
    trusted,
    temporaryDirectory: () => opened.temporaryDirectory(),
    result: (id) => resultOf(id, outcomes),
  };
  const blockers = createBlockers(project, chosen);
  if (inFlight && !inFlight.isEmpty) {
    const free = jobs.filter((job) => outlivesRun(job) && !blockers.find(job.object));
    inFlight.retain(await keysOf(free, context));
  }
  const execute = createExecutor({
    context,
    inFlight,
    state,
    blockers,
    previous: (id) => before?.objects[id],
    outcome: (id) => outcomes.get(id),
    reuse: options.reuse ?? false,
    limits: limitsOf(project),
    signal,
    onProgress: ({ label }, rows, bytes) =>
      options.onEvent({ type: "job-progress", job: label, rows, bytes }),
  });
  const tasks = jobs.map((job) => ({
    job,
    id: job.id,
    inputs: job.inputs,
    lanes: jobLanes(job, sources),
  }));
  await schedule(tasks, {
    capacity: laneCapacity(project.defaults.threads, sources),
    async work({ job }) {
      options.onEvent({ type: "job-start", job: job.label });
      const outcome = await execute(job);
      outcomes.set(job.id, outcome);
      options.onEvent(doneEvent(job, outcome.entry, opened.frame));
    },
  });
  return outcomes;
}

/** The keys that jobs without inputs will have; those that cannot be prepared have none. */
async function keysOf(jobs: readonly Job[], context: JobContext): Promise<Set<string>> {
  const keys = await Promise.all(
    jobs.map((job) =>
      prepareJob(job, context).then(
        ({ key }) => [key],
        (error: unknown) => {
          if (asFailure(error)) return [];
          throw error;
        },
      ),
    ),
  );
  return new Set(keys.flat());
}

function resultOf(id: string, outcomes: ReadonlyMap<string, JobOutcome>) {
  const { artifact, key } = outcomes.get(id)?.entry ?? {};
  // Jobs whose inputs failed are skipped before they ask.
  if (!artifact || key === undefined) throw new Error(`${id} has no result`);
  return { artifact, key };
}

function doneEvent(job: Job, entry: ManifestEntry, frame: Framing): RunEvent {
  const { status, artifact, milliseconds = 0 } = entry;
  return {
    type: "job-done",
    job: job.label,
    status,
    ...(artifact && { rows: artifact.rows, bytes: artifact.bytes }),
    milliseconds,
    diagnostics: frame(entry.diagnostics),
  };
}

function limitsOf({ defaults: { limits } }: Project): Limits {
  const { maxRows, maxBytes } = limits;
  return { ...(maxRows !== undefined && { maxRows }), ...(maxBytes !== undefined && { maxBytes }) };
}
