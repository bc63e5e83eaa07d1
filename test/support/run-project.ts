import { openRun, type OpenedRun } from "../../src/engine/opened-run.js";
import type { RunOptions, RunOutcome } from "../../src/engine/run/run-options.js";
import { runProject } from "../../src/engine/run/run.js";
import { disclose } from "../../src/project/disclosure.js";
import type { Project } from "../../src/project/project.js";
import type { Readers } from "../../src/readers/contract.js";
import { keptHosts } from "./kept-hosts.js";

export interface TestRunOptions {
  /** True when absent. */
  readonly trusted?: boolean;
  /** Name of the source for models that name none. */
  readonly source?: string;
  /** Instead of readers of the run's own; left open. */
  readonly readers?: Readers;
}

/** An opened run for the time of some work. */
export async function withRun<T>(
  project: Project,
  { trusted = true, source, readers }: TestRunOptions,
  work: (run: OpenedRun) => Promise<T>,
): Promise<T> {
  const chosen = project.sources.find(({ name }) => name === source);
  const opened = openRun(disclose(project), { trusted, chosen, hosts: keptHosts });
  try {
    return await work(readers ? { ...opened, readers: () => Promise.resolve(readers) } : opened);
  } finally {
    await opened.close();
  }
}

/** Runs a project as a command does. */
export function runOnce(
  project: Project,
  { trusted, source, readers, ...options }: Partial<RunOptions> & TestRunOptions = {},
): Promise<RunOutcome> {
  const how = {
    ...(trusted !== undefined && { trusted }),
    ...(source !== undefined && { source }),
    ...(readers && { readers }),
  };
  return withRun(project, how, (run) =>
    runProject(run, {
      signal: new AbortController().signal,
      onEvent: () => undefined,
      ...options,
    }),
  );
}
