/**
 * File events → real changes. Editors write in many ways (in place, by rename, twice in a row);
 * what counts is that the content is another one than when it was last looked at, a moment after the
 * last event.
 */
import { dirname, sep } from "node:path";
import { watch, type FSWatcher } from "chokidar";
import { EMPTY, fingerprint } from "./fingerprint.js";
import { patternFolders, type WatchTargets } from "./watch-targets.js";

/** Milliseconds without an event after which changes are looked at. */
const QUIET = 80;
/**
 * The same for one file of the project, which is written at once. It is looked at again when all is
 * quiet: chokidar makes no event of a change within 50 ms after another.
 */
const FIRST_LOOK = 20;
const YAML = /\.ya?ml$/;
/** What databases keep beside their file. */
const LOG_SUFFIX = /[-.]wal$/;

const NOTHING: WatchTargets = {
  files: new Set(),
  folders: new Set(),
  data: new Set(),
  inputs: new Set(),
};

export interface Watcher {
  /** Watches exactly these from now on; resolves when the operating system does so. */
  follow(targets: WatchTargets): Promise<void>;
  close(): Promise<void>;
}

/**
 * Calls `onChange` with the files and data that are not what they were; one call for changes that
 * come together. `onError` is called with what keeps the operating system from watching a folder:
 * edits there are not seen.
 */
export function createWatcher(
  onChange: (changed: ReadonlySet<string>) => void,
  onError: (error: unknown) => void,
  watchFiles: typeof watch = watch,
): Watcher {
  let targets = NOTHING;
  let patterns = patternFolders(targets);
  let watcher: FSWatcher | undefined;
  let timers: NodeJS.Timeout[] = [];
  let known = new Map<string, string | undefined>();
  const closing = new AbortController();
  const touched = new Set<string>();
  /** Empty or gone at one look: looked at again before it is believed. */
  const doubted = new Set<string>();

  function touch(path: string): void {
    if (closing.signal.aborted) return;
    for (const target of targetsOf(path, targets, patterns)) touched.add(target);
    if (touched.size === 0) return;
    timers.forEach(clearTimeout);
    timers = [
      setTimeout(() => void firstLook(), FIRST_LOOK),
      setTimeout(() => void settle(), QUIET),
    ];
  }

  async function firstLook(): Promise<void> {
    const [path = "", ...more] = touched;
    if (more.length > 0 || !isText(path, targets)) return;
    const now = await look(path);
    if (now === known.get(path) || isHalfWritten(now)) return;
    known.set(path, now);
    onChange(new Set([path]));
  }

  async function settle(): Promise<void> {
    const paths = [...touched].filter((path) => isTarget(path, targets));
    touched.clear();
    const changed = new Set<string>();
    for (const path of paths) {
      const now = await look(path);
      if (now === known.get(path)) continue;
      if (isHalfWritten(now) && !doubted.has(path)) {
        doubted.add(path);
        touch(path);
        continue;
      }
      changed.add(path);
      known.set(path, now);
    }
    for (const path of paths) if (!touched.has(path)) doubted.delete(path);
    if (changed.size > 0) onChange(changed);
  }

  function look(path: string): Promise<string | undefined> {
    return fingerprint(path, targets);
  }

  async function remember(paths: Iterable<string>): Promise<void> {
    for (const path of paths) if (!known.has(path)) known.set(path, await look(path));
  }

  return {
    async follow(next) {
      const all = new Set([...next.files, ...next.data, ...next.inputs]);
      const same = sameTargets(targets, next);
      targets = next;
      patterns = patternFolders(next);
      known = new Map([...known].filter(([path]) => all.has(path) || YAML.test(path)));
      await remember(all);
      if (same && watcher) return;
      await watcher?.close();
      if (closing.signal.aborted) return;
      const roots = new Set([...all].map((path) => patterns.get(path) ?? dirname(path)));
      for (const folder of next.folders) roots.add(folder);
      const concerns = (path: string) => targetsOf(path, targets, patterns).length > 0;
      watcher = start(watchFiles, { roots, concerns }, touch, onError);
      await ready(watcher, closing.signal);
      // What happened while nothing was watched has made no event.
      for (const path of all) touch(path);
    },
    async close() {
      closing.abort();
      timers.forEach(clearTimeout);
      await watcher?.close();
    },
  };
}

/** Programs empty or remove a file before they write it anew. */
function isHalfWritten(print: string | undefined): boolean {
  return print === undefined || print === EMPTY;
}

interface Watched {
  readonly roots: ReadonlySet<string>;
  /** Whether a path below the roots is of interest. */
  readonly concerns: (path: string) => boolean;
}

function start(
  watchFiles: typeof watch,
  { roots, concerns }: Watched,
  onEvent: (path: string) => void,
  onError: (error: unknown) => void,
): FSWatcher {
  const watcher = watchFiles([...roots], {
    ignoreInitial: true,
    ignored: (path) => !roots.has(path) && !concerns(path),
  });
  watcher.on("all", (_, path) => onEvent(path));
  watcher.on("error", onError);
  return watcher;
}

/** A watcher that is closed before it is ready never says so. */
function ready(watcher: FSWatcher, closing: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    watcher.once("ready", resolve);
    closing.addEventListener("abort", () => resolve(), { once: true });
  });
}

/** The targets that an event at a path may concern. */
function targetsOf(
  path: string,
  targets: WatchTargets,
  patterns: ReadonlyMap<string, string>,
): string[] {
  if (isTarget(path, targets)) return [path];
  const plain = path.replace(LOG_SUFFIX, "");
  if (targets.data.has(plain)) return [plain];
  return [...patterns].flatMap(([target, folder]) => (isBelow(path, folder) ? [target] : []));
}

/** False for what was touched before other targets came to be followed. */
function isTarget(path: string, targets: WatchTargets): boolean {
  return targets.data.has(path) || targets.inputs.has(path) || isText(path, targets);
}

/** What somebody writes by hand. */
function isText(path: string, { files, folders }: WatchTargets): boolean {
  if (files.has(path)) return true;
  return YAML.test(path) && [...folders].some((folder) => isBelow(path, folder));
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function sameTargets(a: WatchTargets, b: WatchTargets): boolean {
  const keys = ["files", "folders", "data", "inputs"] as const;
  return keys.every(
    (key) => a[key].size === b[key].size && [...a[key]].every((path) => b[key].has(path)),
  );
}
