/**
 * A run: selection ─ plan ─▶ jobs ─ scheduler ─▶ entries ─▶ manifest ─▶ current.
 * Failures of jobs are data; only a bug rejects.
 */
import type { Diagnostic } from "../../contract/diagnostic.js";
import { STATE_FORMAT, type Manifest, type ManifestEntry } from "../../contract/manifest.js";
import { knownIds } from "../../project/known-ids.js";
import type { Project } from "../../project/project.js";
import { diskFault } from "../../disk/disk-fault.js";
import type { Lock } from "../state/lock.js";
import type { JobOutcome } from "./execute-job.js";
import { countStatuses, exitCodeOf, projectErrors } from "./exit-code.js";
import { bytesBilled } from "./bytes-billed.js";
import { loginRights } from "./login-rights.js";
import type { RunOptions, RunOutcome } from "./run-options.js";
import type { OpenedRun } from "../opened-run.js";
import { planRun } from "../plan.js";
import { runJobs, type Run } from "./run-jobs.js";
import { sameEntries } from "./same-entries.js";
import { resultFaults } from "../result-faults.js";
import { unknownDefaults } from "../input-values.js";
import { newRunId, type State } from "../state/state.js";

/** Why nothing of an earlier state is of use. */
const MADE_AGAIN = {
  outdated: "Another version of Headwater made the earlier results; they are made again.",
  damaged: "The record of the earlier results is damaged; they are made again.",
} as const;

/** Runs what a selection needs and publishes the results. Rejects only because of a bug. */
export async function runProject(opened: OpenedRun, options: RunOptions): Promise<RunOutcome> {
  const { project, state, chosen } = opened;
  const { selection, all } = options;
  const { sourceTypes } = project;
  const plan = planRun(project, { selection, all, source: chosen, sourceTypes });
  if (plan.diagnostics.some(isError)) return { exitCode: 1, diagnostics: plan.diagnostics };

  const begun = await begin(state, options);
  if (!("lock" in begun)) return begun;
  try {
    const readers = await opened.readers();
    // The readers write there, and know it since they were started.
    opened.temporaryDirectory();
    const outcome = await publishRun({ opened, options, readers, jobs: plan.jobs });
    return { ...outcome, diagnostics: [...plan.diagnostics, ...outcome.diagnostics] };
  } finally {
    await begun.lock.release();
  }
}

/** The lock, or the outcome of a run that cannot begin. */
async function begin(
  state: State,
  { wait = false, signal, onEvent }: RunOptions,
): Promise<{ readonly lock: Lock } | RunOutcome> {
  try {
    let taken = await state.lock({ wait: false, signal });
    if ("busy" in taken && wait && !signal.aborted) {
      onEvent({ type: "note", message: `${taken.busy.message} This one waits for it.` });
      taken = await state.lock({ wait, signal });
    }
    if ("lock" in taken) return taken;
    return signal.aborted
      ? { exitCode: 130, diagnostics: [] }
      : { exitCode: 5, diagnostics: [taken.busy] };
  } catch (error) {
    const fault = diskFault(error, state.directory);
    if (fault) return { exitCode: 6, diagnostics: [fault] };
    throw error;
  }
}

async function publishRun(run: Run): Promise<RunOutcome> {
  const { options, jobs } = run;
  const { project, state, chosen } = run.opened;
  const started = new Date();
  const start = performance.now();
  const id = newRunId(started);
  const emit = options.onEvent;
  const unusable = await state.unusable();
  if (unusable) emit({ type: "note", message: MADE_AGAIN[unusable] });
  const before = await state.current();
  emit({ type: "run-start", run: id, jobs: jobs.map(({ label }) => label) });
  if (jobs.length === 0) emit({ type: "note", message: "There is nothing to run." });

  const outcomes = await runJobs(run, before);
  const manifest: Manifest = {
    format: STATE_FORMAT,
    id,
    environment: project.environment.name,
    startedAt: started.toISOString(),
    finishedAt: new Date().toISOString(),
    objects: completeEntries(project, before, outcomes),
  };
  const ids = new Set(outcomes.keys());
  const faults = resultFaults(project, manifest, (object) => ids.has(object));
  const unknown = await unknownDefaults(run.opened, manifest, ids, options.signal);
  const same = options.onlyNews && before && sameEntries(before, manifest) ? before : undefined;
  const full = same ? undefined : await publish(state, manifest);
  const rights = options.signal.aborted ? [] : await loginRights(run, outcomes);
  const milliseconds = Math.round(performance.now() - start);
  const counts = countStatuses(outcomes.values());
  const billed = bytesBilled([...outcomes.values()].map(({ entry }) => entry));
  const bill = billed === undefined ? {} : { bytesBilled: billed };
  emit({ type: "run-done", run: id, counts, milliseconds, ...bill });
  if (full) return { exitCode: 6, diagnostics: [full] };
  const errors = [...projectErrors(project, chosen), ...faults];
  const exitCode = exitCodeOf(errors, [...outcomes.values()], options.signal.aborted);
  return { manifest: same ?? manifest, exitCode, diagnostics: [...rights, ...unknown, ...faults] };
}

/**
 * This run's entries and, for what it left out, those that readers see now; objects that are gone
 * have none.
 */
function completeEntries(
  project: Project,
  before: Manifest | undefined,
  outcomes: ReadonlyMap<string, JobOutcome>,
): Record<string, ManifestEntry> {
  const entries: Record<string, ManifestEntry> = {};
  const known = knownIds(project);
  for (const [id, entry] of Object.entries(before?.objects ?? {})) {
    if (known.has(id)) entries[id] = entry;
  }
  for (const [id, { entry }] of outcomes) entries[id] = entry;
  return entries;
}

/** The diagnostic of a full disk; the earlier results then stay current. */
async function publish(state: State, manifest: Manifest): Promise<Diagnostic | undefined> {
  try {
    await state.publish(manifest);
    return undefined;
  } catch (error) {
    const full = diskFault(error, state.directory);
    if (full) return full;
    throw error;
  }
}

function isError({ severity }: Diagnostic): boolean {
  return severity === "error";
}
