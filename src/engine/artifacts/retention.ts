import { readdir, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Manifest } from "../../contract/manifest.js";
import { isAlive } from "./lock.js";

const MANIFESTS_KEPT = 50;
/** Runs whose objects stay: a page that was opened just before a run still finds its data. */
const RUNS_WITH_OBJECTS = 2;

export interface RetentionLayout {
  readonly runs: string;
  readonly objects: string;
  readManifest(id: string): Promise<Manifest | undefined>;
  objectPath(artifact: NonNullable<Manifest["objects"][string]["artifact"]>): string;
}

/** Removes manifests and objects that no kept run names. Called with the lock held, after a run was published. */
export async function removeOldRuns(layout: RetentionLayout): Promise<void> {
  // Ids begin with the time of their run, so the order of names is the order of runs.
  const ids = (await readdir(layout.runs)).toSorted().toReversed();
  const kept = new Set<string>();
  for (const id of ids.slice(0, RUNS_WITH_OBJECTS)) {
    const manifest = await layout.readManifest(id);
    for (const { artifact, legs = [] } of Object.values(manifest?.objects ?? {})) {
      for (const named of [artifact, ...legs.map((leg) => leg.artifact)]) {
        if (named) kept.add(basename(layout.objectPath(named)));
      }
    }
  }
  for (const id of ids.slice(MANIFESTS_KEPT)) await removeTree(join(layout.runs, id));
  for (const file of await readdir(layout.objects)) {
    if (!kept.has(file)) await removeTree(join(layout.objects, file));
  }
}

/** Removes the temporary folders (`<pid>-…`) of processes that are gone. */
export async function removeLeftovers(temporary: string): Promise<void> {
  for (const name of await readdir(temporary)) {
    const pid = Number.parseInt(name, 10);
    if (!Number.isSafeInteger(pid) || !isAlive(pid)) await removeTree(join(temporary, name));
  }
}

/** A file that is in use (Windows) stays until the next run. */
async function removeTree(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true }).catch(() => undefined);
}
