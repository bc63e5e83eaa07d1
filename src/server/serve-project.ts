/** Puts the parts of `serve` together: state, readers, session, watcher, server. */
import { setMaxListeners } from "node:events";
import { join } from "node:path";
import type { Diagnostic } from "../contract/diagnostic.js";
import type { RunEvent } from "../contract/events.js";
import { LOGIN_MARK } from "../contract/pages/refresh.js";
import { openRun } from "../engine/opened-run.js";
import { createBackoff } from "../engine/run/backoff.js";
import { every } from "../engine/run/every.js";
import type { ReadProject } from "../project/disclosure.js";
import { createInFlight } from "../engine/run/in-flight.js";
import type { State } from "../engine/state/state.js";
import type { Project } from "../project/project.js";
import { readViewerParts } from "../site/viewer-parts.js";
import { VIEWER_DIRECTORY } from "../site/viewer-directory.js";
import { loadAssets } from "./assets.js";
import { createContentSource } from "./content.js";
import { createDoor } from "./door.js";
import { createLive, type Live } from "./live.js";
import { createAskByHand, refreshByClock } from "./refresh.js";
import { createResultFiles } from "../site/result-files.js";
import { EVENTS_URL } from "./routes/events.js";
import { createSession } from "./session.js";
import { createSessionRun } from "./session-run.js";
import { startServer } from "./start-server.js";
import { watchTargets } from "./watch-targets.js";
import { createWatcher, type Watcher } from "./watch.js";
import { createWatchErrors } from "./watch-errors.js";

export interface ServeProjectOptions {
  readonly read: ReadProject;
  readonly reload: () => Promise<ReadProject>;
  /** Tried first; then the next free one. */
  readonly port: number;
  /** Milliseconds after which all sources are asked again; never by itself when absent. */
  readonly every?: number | undefined;
  /** Whether the code of the project as it now stands may run. */
  readonly trusts: (project: Project) => Promise<boolean>;
  readonly onEvent: (event: RunEvent) => void;
  /** Faults of the project after each reading, and of a run as a whole. */
  readonly onProblems: (read: ReadProject, problems: readonly Diagnostic[]) => void;
  /** What keeps edits from being seen. */
  readonly onWarning: (warning: Diagnostic) => void;
  /**
   * A bug, or a request that could not be answered; the answer is what pages say of it, which leave
   * out its detail.
   */
  readonly onFailure: (error: unknown) => Diagnostic;
}

export interface ServedProject {
  readonly port: number;
  readonly url: string;
  /** The address that lets one browser refresh; it is a secret until it has been opened. */
  readonly loginUrl: string;
  /** Runs what is missing and follows edits from then on; resolves when the first run has ended. */
  begin(): Promise<void>;
  /** Stops what runs, on the servers too. */
  close(): Promise<void>;
}

/** Listens at once, with the last good results. Nothing runs before `begin`. */
export async function serveProject(options: ServeProjectOptions): Promise<ServedProject> {
  const { read: first } = options;
  const live = createLive();
  // Readers and the folder for files on the way outlive the runs.
  const kept = openRun(first, { trusted: false });
  const { state } = kept;
  const inFlight = createInFlight();
  const closing = new AbortController();
  // Each answer on its way listens to it, and Node warns of more than ten.
  setMaxListeners(0, closing.signal);
  const watchErrors = createWatchErrors(options.onWarning);
  const door = createDoor();
  const askByHand = createAskByHand();
  const backoff = createBackoff();
  let ownRun: string | undefined;
  const onEvent = (event: RunEvent): void => {
    if (event.type === "run-start") ownRun = event.run;
    options.onEvent(event);
  };
  const session = createSession({
    read: first,
    reload: options.reload,
    live,
    onRead: async ({ project }) => {
      // A root file that is away, as while a branch is switched, is waited for where it was.
      if (project.inputs.length === 0) return;
      await watcher.follow(watchTargets(project, project.sourceTypes));
    },
    onProblems: options.onProblems,
    onFailure: options.onFailure,
    abandon: () => inFlight.retain(new Set()),
    run: createSessionRun({ ...options, onEvent, kept, live, inFlight, backoff }),
  });
  const watcher = createWatcher(() => void session.changed(), watchErrors);
  const others = followOtherRuns(state, live, () => ownRun, watchErrors);
  const server = await startServer({
    port: options.port,
    assets: await loadAssets(VIEWER_DIRECTORY),
    currentContent: createContentSource(
      () => session.shown(),
      state,
      EVENTS_URL,
      await readViewerParts(VIEWER_DIRECTORY),
    ),
    resultFiles: createResultFiles(state, () => kept.readers(), closing.signal),
    live,
    door,
    refresh(dashboard) {
      const { dashboards } = session.shown().project;
      const isKnown = dashboard === undefined || dashboards.some(({ name }) => name === dashboard);
      if (isKnown) void session.refresh(askByHand(dashboard));
      return isKnown;
    },
    stopRefresh: () => session.stopRefresh(),
    frame: (diagnostics) => session.shown().frameForPages(diagnostics),
    onFailure: options.onFailure,
  });
  return {
    port: server.port,
    url: server.url,
    loginUrl: `${server.url}/${LOGIN_MARK}${door.token}`,
    begin: async () => {
      await watcher.follow(watchTargets(first.project, first.project.sourceTypes));
      await session.begin();
      await others.follow({
        files: new Set([join(state.directory, "current.json")]),
        folders: new Set(),
        data: new Set(),
        inputs: new Set(),
      });
      if (options.every !== undefined) {
        void every(options.every, closing.signal, () => {
          backoff.next();
          return session.refresh(refreshByClock());
        });
      }
    },
    close: async () => {
      closing.abort();
      // Statements are stopped at once, whatever the open pages take.
      const stopped = session.close().then(() => inFlight.close());
      await Promise.all([watcher.close(), others.close(), server.close(), stopped]);
      await kept.close();
    },
  };
}

/**
 * Tells pages of results that another process published, such as `headwater run` beside `serve`. The
 * session tells of its own runs itself, when they have ended.
 */
function followOtherRuns(
  state: Pick<State, "current">,
  live: Live,
  ownRun: () => string | undefined,
  onError: (error: unknown) => void,
): Watcher {
  let last: string | undefined;
  live.subscribe((event) => {
    if (event?.type === "published") last = event.run ?? last;
  });
  return createWatcher(() => {
    state.current().then((manifest) => {
      if (!manifest || manifest.id === ownRun()) return;
      if (manifest.id !== last) live.send({ type: "published", run: manifest.id });
    }, onError);
  }, onError);
}
