/**
 * The queries of a run, prepared and not run: selection ─ plan ─▶ jobs ─ scheduler ─▶ each source
 * or engine says whether it takes its query, and which columns it would yield. No row moves,
 * nothing is written and no lock is taken.
 */
import type { Diagnostic } from "../../contract/diagnostic.js";
import type { CheckEvent } from "../../contract/events.js";
import { createBlockers } from "../blockers.js";
import type { AskContext } from "../jobs/contract.js";
import { createTraceCompiler } from "../jobs/trace-compiler.js";
import { createMergeChildren } from "../merge/find-children.js";
import type { OpenedRun } from "../opened-run.js";
import { planRun } from "../plan.js";
import { exitCodeOf, projectErrors } from "../run/exit-code.js";
import { askingLanes, laneCapacity } from "../run/lanes.js";
import type { RunOptions } from "../run/run-options.js";
import { schedule } from "../run/scheduler.js";
import { checkJob, type CheckedJob } from "./check-job.js";

export interface CheckOptions extends Pick<RunOptions, "selection" | "all" | "signal"> {
  readonly onEvent: (event: CheckEvent) => void;
}

export interface CheckOutcome {
  /** 0, 1, 3, 5, 6 or 130, as that of a run. */
  readonly exitCode: number;
  /** What belongs to no job. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Checks what a run of the selection would send. Rejects only because of a bug. */
export async function checkProject(
  opened: OpenedRun,
  { selection, all, signal, onEvent }: CheckOptions,
): Promise<CheckOutcome> {
  const { project, sources, state, chosen, frame } = opened;
  const start = performance.now();
  const { sourceTypes } = project;
  const plan = planRun(project, { selection, all, source: chosen, sourceTypes });
  const { jobs, diagnostics } = plan;
  if (diagnostics.some(({ severity }) => severity === "error")) return { exitCode: 1, diagnostics };

  const done = new Map<string, CheckedJob>();
  const before = await state.current();
  const options = {
    context: await createContext(opened, done),
    blockers: createBlockers(project, chosen),
    checked: (id: string) => done.get(id),
    before,
    state,
    signal,
  };
  onEvent({ type: "check-start", jobs: jobs.map(({ label }) => label) });
  const tasks = jobs.map((job) => {
    const { id, inputs } = job;
    return { job, id, inputs, lanes: askingLanes(job, sources) };
  });
  await schedule(tasks, {
    capacity: laneCapacity(project.defaults.threads, sources),
    async work({ job }) {
      const begun = performance.now();
      onEvent({ type: "job-start", job: job.label });
      const checked = await checkJob(job, options);
      done.set(job.id, checked);
      const { status, reason } = checked;
      onEvent({
        type: "job-checked",
        job: job.label,
        status,
        ...(reason !== undefined && { reason }),
        milliseconds: Math.round(performance.now() - begun),
        diagnostics: frame(checked.diagnostics),
      });
    },
  });
  const counts = { prepared: 0, failed: 0, unchecked: 0 };
  for (const { status } of done.values()) counts[status]++;
  onEvent({ type: "check-done", counts, milliseconds: Math.round(performance.now() - start) });
  const errors = projectErrors(project, chosen);
  return { exitCode: exitCodeOf(errors, [...done.values()], signal.aborted), diagnostics };
}

/** Inputs are what their own checks said of them. */
async function createContext(
  opened: OpenedRun,
  done: ReadonlyMap<string, CheckedJob>,
): Promise<AskContext> {
  const { project, sources, chosen } = opened;
  const readers = await opened.readers();
  const rowsOfInput = (id: string) => known(done.get(id)?.rows, id);
  return {
    project,
    sources,
    chosen,
    readers,
    compile: createTraceCompiler(project),
    keyOfInput: (id) => known(done.get(id)?.key, id),
    rowsOfInput,
    children: createMergeChildren({
      readers,
      engine: readers.embedded,
      sources,
      limits: project.defaults.limits,
      rowsOf: ({ id }) => rowsOfInput(id),
    }),
  };
}

/** Jobs whose inputs are not known are not looked at. */
function known<T>(value: T | undefined, id: string): T {
  if (value === undefined) throw new Error(`${id} has not been checked`);
  return value;
}
