/**
 * The developer's loop: edit → read the project again → run what changed → tell the open pages.
 * A newer edit stops a rebuild under way; a broken one leaves the pages as they are and lays its faults over them.
 */
import type { Diagnostic, FramedDiagnostic } from "../contract/diagnostic.js";
import type { RunOutcome } from "../engine/run/run-options.js";
import type { Project } from "../project/project.js";
import type { ShownProject } from "./content.js";
import type { Framing } from "../site/framing.js";
import type { Live } from "./live.js";

export interface SessionOptions {
  /** As read at the start; what of it can be shown is shown, whatever is wrong with the rest. */
  readonly project: Project;
  readonly reload: () => Promise<Project>;
  /** For pages: no secrets, no absolute paths. */
  readonly framing: (project: Project) => Framing;
  /** Runs what is missing or changed. */
  readonly run: (project: Project, signal: AbortSignal) => Promise<RunOutcome>;
  readonly live: Live;
  /** Called with each project that was read, also with a broken one: mending it must be seen. */
  readonly onRead: (project: Project) => Promise<void>;
  /** Faults of the project as it now stands; empty: none, or none any more. */
  readonly onProblems: (project: Project, problems: readonly Diagnostic[]) => void;
  /** A bug: the loop goes on with the next edit. */
  readonly onFailure: (error: unknown) => void;
}

export interface Session {
  shown(): ShownProject;
  /** Runs what is missing of the project as it was read at the start. */
  begin(): Promise<void>;
  /** Something that the project reads is another one now. */
  changed(): Promise<void>;
  /** Stops what runs and waits for its end. */
  close(): Promise<void>;
}

/** A session that shows the project at once and has run nothing yet. */
export function createSession(options: SessionOptions): Session {
  const { live, framing } = options;
  let shown: ShownProject = { project: options.project, frame: framing(options.project) };
  let rebuild = new AbortController();
  let work: Promise<void> = Promise.resolve();

  function next(step: (signal: AbortSignal) => Promise<void>): Promise<void> {
    rebuild.abort();
    rebuild = new AbortController();
    const { signal } = rebuild;
    work = work.then(() => (signal.aborted ? undefined : step(signal))).catch(options.onFailure);
    return work;
  }

  async function begin(signal: AbortSignal): Promise<void> {
    tellProblems(options.project);
    await runShown(signal);
  }

  async function reload(signal: AbortSignal): Promise<void> {
    const project = await options.reload();
    await options.onRead(project);
    if (signal.aborted) return;
    tellProblems(project);
    if (breaks(shown.project, project)) return;
    shown = { project, frame: framing(project) };
    await runShown(signal);
  }

  async function runShown(signal: AbortSignal): Promise<void> {
    const { project } = shown;
    const { manifest } = await options.run(project, signal);
    if (signal.aborted) return;
    live.send({ type: "published", ...(manifest && { run: manifest.id }) });
  }

  function tellProblems(project: Project): void {
    const errors = project.diagnostics.filter(({ severity }) => severity === "error");
    const problems: FramedDiagnostic[] = framing(project)(errors);
    live.send({ type: "problems", problems });
    options.onProblems(project, project.diagnostics);
  }

  return {
    shown: () => shown,
    begin: () => next(begin),
    changed: () => next(reload),
    close: () => {
      rebuild.abort();
      return work;
    },
  };
}

/** Whether an edit brought an error that was not there: then the pages stay as they are until it is mended. */
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
