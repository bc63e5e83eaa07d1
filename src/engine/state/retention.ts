/** What of a state nobody needs any more. */
import { readdir, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Manifest } from "../../contract/manifest.js";
import { isOfLivingProcess } from "../../disk/process-identity.js";

const MANIFESTS_KEPT = 50;
/** Runs whose objects stay: a page that was opened just before a run still finds its data. */
const RUNS_WITH_OBJECTS = 2;

export interface RetentionLayout {
  readonly runs: string;
  readonly objects: string;
  readManifest(id: string): Promise<Manifest | undefined>;
  objectPath(artifact: NonNullable<Manifest["objects"][string]["artifact"]>): string;
}

/**
 * A file or folder that may go: a run of the past, a result that no kept run names, or what a
 * killed process left.
 */
export interface Superfluous {
  readonly kind: "run" | "object" | "leftover";
  readonly path: string;
}

/**
 * Runs and objects that no kept run needs. `current` is the id of the run that readers see, which
 * is kept whatever the clock says of the others. Only true while the lock is held.
 */
export async function oldRuns(
  layout: RetentionLayout,
  current: string | undefined,
): Promise<Superfluous[]> {
  const superfluous: Superfluous[] = [];
  const whole: Manifest[] = [];
  let kept = 0;
  for (const id of await runsByAge(layout, current)) {
    // Without a manifest it is what a killed run has left.
    const manifest = kept < MANIFESTS_KEPT ? await layout.readManifest(id) : undefined;
    if (!manifest) superfluous.push({ kind: "run", path: join(layout.runs, id) });
    else if (kept++ < RUNS_WITH_OBJECTS) whole.push(manifest);
  }
  const needed = new Set(whole.flatMap((manifest) => objectsOf(manifest, layout)));
  for (const file of await entries(layout.objects)) {
    if (!needed.has(file)) superfluous.push({ kind: "object", path: join(layout.objects, file) });
  }
  return superfluous;
}

/**
 * The current run first, then the others from the newest on: ids begin with the time of their run.
 */
async function runsByAge(
  { runs }: RetentionLayout,
  current: string | undefined,
): Promise<string[]> {
  const ids = (await entries(runs)).toSorted().toReversed();
  return ids.toSorted((a, b) => Number(b === current) - Number(a === current));
}

/** File names of all objects that a manifest needs. */
function objectsOf({ objects }: Manifest, layout: RetentionLayout): string[] {
  return Object.values(objects).flatMap(({ artifact, legs = [] }) =>
    [artifact, ...legs.map((leg) => leg.artifact)].flatMap((named) =>
      named ? [basename(layout.objectPath(named))] : [],
    ),
  );
}

/**
 * The temporary folders, and files half written, of processes that are gone. Only true while the
 * lock is held.
 */
export async function leftovers(directory: string, temporary: string): Promise<Superfluous[]> {
  const folders = (await entries(temporary)).filter((name) => !isOfLivingProcess(name));
  const drafts = (await entries(directory)).filter((name) => {
    const [, owner] = /^(?:lock|current\.json)\.(.*)$/.exec(name) ?? [];
    return owner !== undefined && !isOfLivingProcess(owner);
  });
  const paths = [
    ...folders.map((name) => join(temporary, name)),
    ...drafts.map((name) => join(directory, name)),
  ];
  return paths.map((path) => ({ kind: "leftover", path }));
}

/** A file that is in use (Windows) stays until the next run. */
export async function remove(superfluous: readonly Superfluous[]): Promise<void> {
  for (const { path } of superfluous) {
    await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}

async function entries(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
