/** The runs of a session: what of them the pages hear, and which failures stand. */
import type { Diagnostic } from "../contract/diagnostic.js";
import type { RunEvent } from "../contract/events.js";
import type { JobStatus } from "../contract/manifest.js";
import { openRun, type OpenedRun } from "../engine/opened-run.js";
import type { Backoff } from "../engine/run/backoff.js";
import type { InFlight } from "../engine/run/in-flight.js";
import type { RunOptions, RunOutcome } from "../engine/run/run-options.js";
import { runProject } from "../engine/run/run.js";
import type { ReadProject } from "../project/disclosure.js";
import type { Project } from "../project/project.js";
import type { Live } from "./live.js";
import { selectionOf, type Refresh } from "./refresh.js";
import type { SessionOptions } from "./session.js";

export interface SessionRunOptions {
  /** Of the whole time: its state, its readers and its folder. */
  readonly kept: OpenedRun;
  readonly inFlight: InFlight;
  readonly backoff: Backoff;
  readonly live: Live;
  /** Whether the code of the project as it now stands may run. */
  readonly trusts: (project: Project) => Promise<boolean>;
  readonly onEvent: (event: RunEvent) => void;
  /** Faults of a run as a whole. */
  readonly onProblems: (read: ReadProject, problems: readonly Diagnostic[]) => void;
}

const FAILED: ReadonlySet<JobStatus> = new Set(["failed", "stale"]);

export function createSessionRun(options: SessionRunOptions): SessionOptions["run"] {
  const { kept, inFlight, backoff, live } = options;
  /** Ids of the jobs that failed when they were last run. */
  const failing = new Set<string>();

  return async (read, signal, refresh) => {
    const { project } = read;
    // Without a refresh all that is shown is run.
    if (!refresh) failing.clear();
    const progress = withProgress(live, options.onEvent, refresh !== undefined);
    const onEvent = (event: RunEvent): void => {
      progress(event);
      if (event.type !== "job-done" || event.status === "cancelled") return;
      if (FAILED.has(event.status)) failing.add(event.job.id);
      else failing.delete(event.job.id);
    };
    const run = openRun(read, { trusted: await options.trusts(project), kept });
    const how = refresh ? refreshOptions(refresh, backoff) : { wait: true, onlyNews: true };
    const outcome = await runProject(run, { reuse: true, ...how, inFlight, signal, onEvent });
    backoff.ended(outcome.manifest);
    const found = ofTheRun(outcome, refresh, onEvent).filter(
      (diagnostic) => !project.diagnostics.includes(diagnostic),
    );
    if (found.length > 0 && !signal.aborted) options.onProblems(read, found);
    const manifest = outcome.manifest ?? (await kept.state.current());
    const failures = [...failing].flatMap((id) => manifest?.objects[id]?.diagnostics ?? []);
    return { ...(manifest && { manifest }), failures: [...found, ...failures].filter(isCause) };
  };
}

/** A beat of the clock that meets another run is left out, which is no fault. */
function ofTheRun(
  { manifest, diagnostics }: RunOutcome,
  refresh: Refresh | undefined,
  onEvent: (event: RunEvent) => void,
): readonly Diagnostic[] {
  if (manifest || !refresh?.byClock) return diagnostics;
  for (const { message } of diagnostics) {
    onEvent({ type: "note", message: `${message} This refresh is left out.` });
  }
  return [];
}

/** What waited for something that failed has no fault of its own. */
function isCause({ severity, code }: Diagnostic): boolean {
  return severity === "error" && code !== "dependency-failed";
}

/** How a run makes results anew. */
function refreshOptions(refresh: Refresh, { rests }: Backoff): Partial<RunOptions> {
  const selection = selectionOf(refresh);
  const { since, byClock } = refresh;
  return {
    ...(selection !== undefined && { selection }),
    since,
    wait: !byClock,
    ...(byClock && { rests }),
  };
}

/**
 * Passes the events of one run on and tells pages how far it is; reused results are no news, and a
 * refresh is news from its start.
 */
function withProgress(
  live: Live,
  onEvent: (event: RunEvent) => void,
  refresh: boolean,
): (event: RunEvent) => void {
  let done = 0;
  let total = 0;
  const tell = () => live.send({ type: "progress", done, total, ...(refresh && { refresh }) });
  return (event) => {
    onEvent(event);
    if (event.type === "run-start") {
      total = event.jobs.length;
      if (refresh) tell();
    }
    if (event.type !== "job-done") return;
    done += 1;
    if (refresh || event.status !== "reused") tell();
  };
}
