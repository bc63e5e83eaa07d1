/**
 * A project that is opened to be run, asked or published: made once per command, from the project
 * and the command's options. What holds for the whole command (secrets, limits, trust, the chosen
 * source) is decided here and nowhere else.
 */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ReadProject } from "../project/disclosure.js";
import type { Source } from "../project/objects.js";
import type { Readers } from "../readers/contract.js";
import type { Hosts } from "../readers/host-port.js";
import { createRunSources, type RunSources } from "./run-sources.js";
import { openState, removeTemporaryDirectory, type State } from "./state/state.js";

export interface OpenedRun extends ReadProject {
  readonly state: State;
  /** The source of `--source`: that of models that name none. */
  readonly chosen: Source | undefined;
  /** Whether script models and plugins may run. */
  readonly trusted: boolean;
  readonly sources: RunSources;
  /** With the project's limits. Loaded at the first call, which starts nothing yet. */
  readers(): Promise<Readers>;
  /** A folder of this command's own, for files on the way; made when it is not there. */
  temporaryDirectory(): string;
  /** Ends the readers and removes the temporary folder. */
  close(): Promise<void>;
}

export interface OpenRunOptions {
  readonly trusted: boolean;
  readonly chosen?: Source | undefined;
  /** Leave the project's folder as it is: files on the way go to the system's temporary folder. */
  readonly outside?: boolean;
  /** For the readers; each has hosts of its own when absent. */
  readonly hosts?: Hosts | undefined;
  /** Kept by the caller over several runs, as `serve` does, and ended by it. */
  readonly kept?: Pick<OpenedRun, "state" | "readers" | "temporaryDirectory">;
}

/** Nothing is started, and nothing written, before something needs it. */
export function openRun(
  read: ReadProject,
  { trusted, chosen, outside = false, hosts, kept }: OpenRunOptions,
): OpenedRun {
  const { project } = read;
  const state = kept?.state ?? openState(project);
  let readers: Promise<Readers> | undefined;
  let folder: string | undefined;
  let isClosed = false;

  function temporaryDirectory(): string {
    // Asked each time: whoever clears a project's results may remove its folder while it serves.
    if (!outside) return (folder = state.temporaryDirectory());
    return (folder ??= mkdtempSync(join(tmpdir(), "headwater-")));
  }

  async function startReaders(): Promise<Readers> {
    if (isClosed) throw new Error("This run has been closed");
    const { createReaders } = await import("../readers/readers.js");
    const { limits } = project.defaults;
    return createReaders({
      temporaryDirectory: temporaryDirectory(),
      limits,
      ...(hosts && { hosts }),
    });
  }

  /** What fails for a passing reason is tried again by the next who asks. */
  function retryable(starting: Promise<Readers>): Promise<Readers> {
    starting.catch(() => (readers = undefined));
    return starting;
  }

  return {
    ...read,
    state,
    chosen,
    trusted,
    sources: createRunSources(project, project.sourceTypes, chosen, trusted),
    readers: kept?.readers ?? (() => (readers ??= retryable(startReaders()))),
    temporaryDirectory: kept?.temporaryDirectory ?? temporaryDirectory,
    async close() {
      isClosed = true;
      if (readers) await (await readers).close();
      if (folder !== undefined) await removeTemporaryDirectory(folder);
    },
  };
}
