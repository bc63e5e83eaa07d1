/**
 * The developer's loop: edit → read the project again → run what changed → tell the open pages. A
 * newer edit stops a rebuild under way; a broken one leaves the pages as they are and lays its
 * faults over them, as jobs that failed do. What is to be asked again waits for what runs, and goes
 * on after an edit that stopped it.
 */
import { setMaxListeners } from "node:events";
import type { Diagnostic, FramedDiagnostic } from "../contract/diagnostic.js";
import type { ReadProject } from "../project/disclosure.js";
import type { RunOutcome } from "../engine/run/run-options.js";
import type { Project } from "../project/project.js";
import type { Live } from "./live.js";
import { bothOf, type Refresh } from "./refresh.js";

export interface SessionOptions {
  /** As read at the start; what of it can be shown is shown, whatever is wrong with the rest. */
  readonly read: ReadProject;
  readonly reload: () => Promise<ReadProject>;
  /** Runs what is missing or changed; with a refresh, what that asks for, and nothing else. */
  readonly run: (read: ReadProject, signal: AbortSignal, refresh?: Refresh) => Promise<SessionRun>;
  /** Stops what a refresh that was called off had begun. */
  readonly abandon: () => void;
  readonly live: Live;
  /** Called with each project that was read, also with a broken one: mending it must be seen. */
  readonly onRead: (read: ReadProject) => Promise<void>;
  /** Faults of the project as it now stands; empty: none, or none any more. */
  readonly onProblems: (read: ReadProject, problems: readonly Diagnostic[]) => void;
  /** A bug: the loop goes on with the next edit. The answer is laid over the pages until then. */
  readonly onFailure: (error: unknown) => Diagnostic;
}

export interface SessionRun extends Pick<RunOutcome, "manifest"> {
  /** Errors of the jobs that failed, and of the run as a whole. */
  readonly failures: readonly Diagnostic[];
}

/** Its promises do not reject: bugs go to `onFailure`, and the loop goes on. */
export interface Session {
  /** The last version of the project that could be shown: what the pages see. */
  shown(): ReadProject;
  /** Runs what is missing of the project as it was read at the start. */
  begin(): Promise<void>;
  /** Something that the project reads is another one now. */
  changed(): Promise<void>;
  /** The sources are to be asked again; several requests become one run. */
  refresh(asked: Refresh): Promise<void>;
  /** Nobody wants that any more. */
  stopRefresh(): void;
  /** Stops what runs and waits for its end; nothing runs any more afterwards. */
  close(): Promise<void>;
}

/** A session that shows the project at once and has run nothing yet. */
export function createSession(options: SessionOptions): Session {
  const { live } = options;
  let shown = options.read;
  let rebuild = new AbortController();
  let work: Promise<void> = Promise.resolve();
  let isClosed = false;
  /** Of the last run that went to its end: nobody knows of others before the next one has. */
  let failures: readonly FramedDiagnostic[] = [];
  /** Asked for and not done. */
  let wanted: Refresh | undefined;
  let refreshing: AbortController | undefined;

  function next(step: (signal: AbortSignal) => Promise<void>): Promise<void> {
    // The start of `serve` may still be under way when the session is closed.
    if (isClosed) return work;
    rebuild.abort();
    rebuild = new AbortController();
    return queue(async (signal) => {
      await step(signal);
      await refreshWanted(signal);
    });
  }

  /** After what runs; left out when an edit comes before. */
  function queue(step: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { signal } = rebuild;
    // All jobs of the run listen to it, and Node warns of more than ten.
    setMaxListeners(0, signal);
    work = work.then(() => (signal.aborted ? undefined : step(signal))).catch(fail);
    return work;
  }

  function fail(error: unknown): void {
    const { detail: _, ...diagnostic } = options.onFailure(error);
    failures = shown.frameForPages([diagnostic]);
    sendProblems(shown);
  }

  async function begin(signal: AbortSignal): Promise<void> {
    tellProblems(shown);
    await runShown(signal);
  }

  async function refreshWanted(edited: AbortSignal): Promise<void> {
    const asked = wanted;
    if (!asked || edited.aborted) return;
    refreshing = new AbortController();
    const { signal } = refreshing;
    // Template functions such as `now()` have new values in each run that asks anew.
    const read = await options.reload();
    if (!breaks(shown.project, read.project)) shown = read;
    await runShown(AbortSignal.any([edited, signal]), asked);
    if (signal.aborted) {
      options.abandon();
      live.send({ type: "published" });
    } else if (!edited.aborted && wanted === asked) {
      wanted = undefined;
    }
    await refreshWanted(edited);
  }

  async function reload(signal: AbortSignal): Promise<void> {
    const read = await options.reload();
    await options.onRead(read);
    if (signal.aborted) return;
    tellProblems(read);
    if (breaks(shown.project, read.project)) return;
    shown = read;
    await runShown(signal);
  }

  async function runShown(signal: AbortSignal, refresh?: Refresh): Promise<void> {
    const { manifest, ...run } = await options.run(shown, signal, refresh);
    if (signal.aborted) return;
    const hadFailures = failures.length > 0;
    failures = shown.frameForPages(toldOnce(run.failures, shown.project));
    if (hadFailures || failures.length > 0) sendProblems(shown);
    live.send({ type: "published", ...(manifest && { run: manifest.id }) });
  }

  function tellProblems(read: ReadProject): void {
    sendProblems(read);
    options.onProblems(read, read.project.diagnostics);
  }

  function sendProblems({ project, frameForPages }: ReadProject): void {
    const errors = project.diagnostics.filter(({ severity }) => severity === "error");
    live.send({ type: "problems", problems: [...frameForPages(errors), ...failures] });
  }

  return {
    shown: () => shown,
    begin: () => next(begin),
    changed: () => next(reload),
    refresh: (asked) => {
      if (isClosed) return work;
      wanted = wanted ? bothOf(wanted, asked) : asked;
      return queue(refreshWanted);
    },
    stopRefresh: () => {
      wanted = undefined;
      refreshing?.abort();
    },
    close: () => {
      isClosed = true;
      wanted = undefined;
      rebuild.abort();
      return work;
    },
  };
}

/** One login that is refused fails every trace on its source; faults of the YAML are told as such. */
function toldOnce(failures: readonly Diagnostic[], { diagnostics }: Project): Diagnostic[] {
  const textOf = ({ code, message }: Diagnostic) => `${code} ${message}`;
  const known = new Set(diagnostics.map(textOf));
  const open = failures.filter((failure) => !known.has(textOf(failure)));
  return [...new Map(open.map((failure) => [textOf(failure), failure])).values()];
}

/**
 * Whether an edit brought an error that was not there: then the pages stay as they are until it is
 * mended.
 */
function breaks(before: Project, after: Project): boolean {
  const known = new Set(before.diagnostics.map(identity));
  return after.diagnostics.some(
    (found) => found.severity === "error" && !known.has(identity(found)),
  );
}

/** Lines move while other things are edited; an error stays the same. */
function identity({ code, message, at }: Diagnostic): string {
  return JSON.stringify([code, message, at?.file]);
}
