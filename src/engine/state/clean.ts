/** Removes from a project's `target` folder what nothing needs any more. */
import { lstat, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Diagnostic } from "../../contract/diagnostic.js";
import { remove, type Superfluous } from "./retention.js";
import type { Project } from "../../project/project.js";
import { openState, openStates, type State } from "./state.js";

export interface CleanOptions {
  /** Only look. */
  readonly dryRun: boolean;
  /** Of all environments that have a state here, not of the chosen one alone. */
  readonly allEnvironments: boolean;
  /** Wait for a run that goes on. */
  readonly wait: boolean;
  readonly signal: AbortSignal;
}

export interface Cleaned {
  readonly removed: readonly (Superfluous & { readonly bytes: number })[];
  /** States that a run is using, and that are left alone. */
  readonly busy: readonly Diagnostic[];
}

/** Results that readers see, the runs that are kept and the folders of living processes stay. */
export async function cleanProject(project: Project, options: CleanOptions): Promise<Cleaned> {
  const states = options.allEnvironments ? await openStates(project) : [openState(project)];
  const removed: Cleaned["removed"][number][] = [];
  const busy: Diagnostic[] = [];
  for (const state of states) {
    if (!(await isFolder(join(state.directory, "objects")))) continue;
    const found = await cleanState(state, options);
    if ("code" in found) busy.push(found);
    else removed.push(...found);
  }
  return { removed, busy };
}

async function cleanState(
  state: State,
  { dryRun, wait, signal }: CleanOptions,
): Promise<Cleaned["removed"] | Diagnostic> {
  const taken = await state.lock({ wait, signal, sweep: false });
  if ("busy" in taken) return taken.busy;
  try {
    const found = await state.superfluous();
    const sized = await Promise.all(
      found.map(async (one) => ({ ...one, bytes: await bytesOf(one.path) })),
    );
    if (!dryRun) await remove(found);
    return sized;
  } finally {
    await taken.lock.release();
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** Of a file, or of all files in a folder. */
async function bytesOf(path: string): Promise<number> {
  const found = await lstat(path).catch(() => undefined);
  if (!found?.isDirectory()) return found?.size ?? 0;
  const sizes = await Promise.all((await readdir(path)).map((name) => bytesOf(join(path, name))));
  return sizes.reduce((sum, size) => sum + size, 0);
}
