/** The jobs of a run: what they share, what limits them, and their events. */
import type { Manifest } from "../../contract/manifest.js";
import type { RunEvent } from "../../contract/events.js";
import type { Limits } from "../../project/objects.js";
import type { Project } from "../../project/project.js";
import { createTraceCompiler } from "../jobs/trace-compiler.js";
import { createBlockers } from "../blockers.js";
import { bytesBilled } from "./bytes-billed.js";
import { runCosts } from "./run-costs.js";
import { createExecutor, type JobOutcome } from "./execute-job.js";
import { outlivesRun } from "./in-flight.js";
import type { RunContext } from "../jobs/contract.js";
import { jobKind } from "../jobs/job-kind.js";
import { refusedScript } from "../jobs/refused-script.js";
import { asFailure } from "../job-failure.js";
import { createMergeChildren, type MergeChildren } from "../merge/find-children.js";
import { createMergeRun, type MergeRun } from "../merge/merge-run.js";
import { jobLanes, laneCapacity } from "./lanes.js";
import type { RunOptions } from "./run-options.js";
import type { OpenedRun } from "../opened-run.js";
import type { Job } from "../plan.js";
import type { Readers } from "../../readers/contract.js";
import { reuseRule } from "../reuse-rule.js";
import { storedRows } from "../stored-rows.js";
import { schedule } from "./scheduler.js";
import type { Framing } from "../../diagnostics/framing.js";

/** One run that has begun: its lock is held. */
export interface Run {
  readonly opened: OpenedRun;
  readonly options: RunOptions;
  readonly readers: Readers;
  readonly jobs: readonly Job[];
}

/**
 * Executes jobs in the order of their inputs; how each ended, by id. `before` is what readers see
 * now.
 */
export async function runJobs(
  run: Run,
  before: Manifest | undefined,
): Promise<Map<string, JobOutcome>> {
  const { opened, options, readers, jobs } = run;
  const { project, state, sources, chosen, trusted, scrub } = opened;
  const { signal } = options;
  const outcomes = new Map<string, JobOutcome>();
  const { inFlight } = options;
  const artifactOfInput = (id: string) => resultOf(id, outcomes).artifact;
  const rowsOfInput = (id: string) => storedRows(artifactOfInput(id), state);
  const children = createMergeChildren({
    readers,
    engine: readers.embedded,
    sources,
    limits: project.defaults.limits,
    rowsOf: ({ id }) => rowsOfInput(id),
  });
  const context: RunContext = {
    project,
    readers,
    sources,
    compile: createTraceCompiler(project),
    children,
    merges: mergesOf(run, children, before, outcomes),
    chosen,
    temporaryDirectory: () => opened.temporaryDirectory(),
    keyOfInput: (id) => resultOf(id, outcomes).key,
    choiceBefore: (id) => before?.objects[id]?.choice,
    artifactOfInput,
    rowsOfInput,
  };
  const blockers = createBlockers(project, chosen);
  if (inFlight && !inFlight.isEmpty) {
    const free = jobs.filter(
      (job) => outlivesRun(job) && !blockers.find(job.object) && !refusedScript(job, trusted),
    );
    inFlight.retain(await keysOf(free, context));
  }
  const sound = jobs.filter((job) => !blockers.find(job.object));
  const costs = runCosts({ ...run, jobs: sound }, context, before);
  const execute = createExecutor({
    context,
    tooCostly: costs.refusal,
    scrub,
    trusted,
    inFlight,
    state,
    blockers,
    previous: (id) => before?.objects[id],
    outcome: (id) => outcomes.get(id),
    reuse: reuseRule(options),
    rests: options.rests ?? (() => false),
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
      options.onEvent(doneEvent(job, outcome, opened.frame));
    },
  });
  await costs.said;
  return outcomes;
}

/** The merges of the run that no source of theirs makes. */
function mergesOf(
  { opened, options, readers, jobs }: Run,
  children: MergeChildren,
  before: Manifest | undefined,
  outcomes: ReadonlyMap<string, JobOutcome>,
): MergeRun {
  const { project, sources, state } = opened;
  const engine = readers.embedded;
  const { timeZone } = project.defaults;
  return createMergeRun({
    readers,
    engine,
    sources,
    timeZone,
    children,
    merges: jobs
      .filter((job) => job.kind === "merge-model")
      .filter(({ object }) => object.engine === undefined),
    how: options.merges ?? {},
    isDone: (id) => outcomes.get(id)?.entry.artifact !== undefined,
    objectPath: (artifact) => state.objectPath(artifact),
    condition: (artifact) => state.condition(artifact),
    adopt: (draft) => state.adopt(draft),
    before,
    reuse: reuseRule(options),
  });
}

/** The keys that jobs without inputs will have; those that cannot run have none. */
async function keysOf(jobs: readonly Job[], context: RunContext): Promise<Set<string>> {
  const keys = await Promise.all(
    jobs.map((job) =>
      jobKind(job)
        .keyOf(job, context)
        .then(
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

/** What a job that rests has to say was said at its last try. */
function doneEvent(job: Job, { entry, rests }: JobOutcome, frame: Framing): RunEvent {
  const { status, artifact, engine, choice, milliseconds = 0 } = entry;
  if (rests) {
    return { type: "job-done", job: job.label, status, rests, milliseconds: 0, diagnostics: [] };
  }
  const billed = bytesBilled([entry]);
  return {
    type: "job-done",
    job: job.label,
    status,
    ...(artifact && { rows: artifact.rows, bytes: artifact.bytes }),
    ...(billed !== undefined && { bytesBilled: billed }),
    ...(status === "built" && engine !== undefined && { engine }),
    ...(status === "built" && choice && { choice }),
    milliseconds,
    diagnostics: frame(entry.diagnostics),
  };
}

function limitsOf({ defaults: { limits } }: Project): Limits {
  const { maxRows, maxBytes } = limits;
  return { ...(maxRows !== undefined && { maxRows }), ...(maxBytes !== undefined && { maxBytes }) };
}
