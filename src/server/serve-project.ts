/** Puts the parts of `serve` together: state, readers, session, watcher, server. */
import { join } from "node:path";
import type { Diagnostic } from "../contract/diagnostic.js";
import type { RunEvent } from "../contract/run-event.js";
import { createInFlight } from "../engine/run/in-flight.js";
import { createReaders } from "../readers/readers.js";
import { runProject } from "../engine/run/run.js";
import { openState, removeTemporaryDirectory, type State } from "../engine/state/state.js";
import type { Project } from "../project/project.js";
import { VIEWER_DIRECTORY } from "../site/viewer-directory.js";
import { loadAssets } from "./assets.js";
import { createContentSource } from "./content.js";
import { createFraming } from "../site/framing.js";
import { createLive, type Live } from "./live.js";
import { createResultFiles } from "../site/result-files.js";
import { EVENTS_URL } from "./routes/events.js";
import { createSession } from "./session.js";
import { startServer } from "./start-server.js";
import { watchTargets } from "./watch-targets.js";
import { createWatcher, type Watcher } from "./watch.js";

export interface ServeProjectOptions {
  readonly project: Project;
  readonly reload: () => Promise<Project>;
  /** Tried first; then the next free one. */
  readonly port: number;
  /** Whether the code of the project as it now stands may run. */
  readonly trusts: (project: Project) => Promise<boolean>;
  readonly onEvent: (event: RunEvent, project: Project) => void;
  /** Faults of the project after each reading, and of a run as a whole. */
  readonly onProblems: (project: Project, problems: readonly Diagnostic[]) => void;
  readonly onFailure: (error: unknown) => void;
}

export interface ServedProject {
  readonly port: number;
  readonly url: string;
  /** Runs what is missing and follows edits from then on; resolves when the first run has ended. */
  begin(): Promise<void>;
  /** Stops what runs, on the servers too. */
  close(): Promise<void>;
}

/** Listens at once, with the last good results. Nothing runs before `begin`. */
export async function serveProject(options: ServeProjectOptions): Promise<ServedProject> {
  const state = openState(options.project);
  const live = createLive();
  const temporaryDirectory = state.temporaryDirectory();
  const readers = createReaders({
    temporaryDirectory,
    limits: options.project.defaults.limits,
  });
  const inFlight = createInFlight(temporaryDirectory);
  const closing = new AbortController();
  const session = createSession({
    project: options.project,
    reload: options.reload,
    framing: (project) => createFraming(project, project.sourceTypes, true),
    live,
    onRead: (project) => watcher.follow(watchTargets(project, project.sourceTypes)),
    onProblems: options.onProblems,
    onFailure: options.onFailure,
    run: async (project, signal) => {
      const onEvent = withProgress(live, (event) => options.onEvent(event, project));
      const trusted = await options.trusts(project);
      const { sourceTypes } = project;
      const asked = { reuse: true, wait: true, trusted, readers, inFlight, sourceTypes };
      const outcome = await runProject(project, { ...asked, signal, onEvent });
      const told = new Set(project.diagnostics);
      const more = outcome.diagnostics.filter((found) => !told.has(found));
      if (more.length > 0 && !signal.aborted) options.onProblems(project, more);
      return outcome;
    },
  });
  const watcher = createWatcher(() => void session.changed());
  const others = followOtherRuns(state, live);
  const server = await startServer({
    port: options.port,
    assets: await loadAssets(VIEWER_DIRECTORY),
    currentContent: createContentSource(() => session.shown(), state, EVENTS_URL),
    resultFiles: createResultFiles(state, readers.embedded, closing.signal),
    live,
  });
  return {
    port: server.port,
    url: server.url,
    begin: async () => {
      await watcher.follow(watchTargets(options.project, options.project.sourceTypes));
      await session.begin();
      await others.follow({
        files: new Set([join(state.directory, "current.json")]),
        folders: new Set(),
        data: new Set(),
        inputs: new Set(),
      });
    },
    close: async () => {
      closing.abort();
      // Statements are stopped at once, whatever the open pages take.
      const stopped = session.close().then(() => inFlight.close());
      await Promise.all([watcher.close(), others.close(), server.close(), stopped]);
      await readers.close();
      await removeTemporaryDirectory(temporaryDirectory);
    },
  };
}

/** Tells pages of results that another process published, such as `headwater run` beside `serve`. */
function followOtherRuns(state: Pick<State, "current">, live: Live): Watcher {
  let last: string | undefined;
  live.subscribe((event) => {
    if (event?.type === "published") last = event.run ?? last;
  });
  return createWatcher(() => {
    void state.current().then((manifest) => {
      if (manifest && manifest.id !== last) live.send({ type: "published", run: manifest.id });
    });
  });
}

/** Passes the events of one run on and tells pages how far it is; reused results are no news. */
function withProgress(live: Live, onEvent: (event: RunEvent) => void): (event: RunEvent) => void {
  let done = 0;
  let total = 0;
  return (event) => {
    onEvent(event);
    if (event.type === "run-start") total = event.jobs.length;
    if (event.type !== "job-done") return;
    done += 1;
    if (event.status !== "reused") live.send({ type: "progress", done, total });
  };
}
