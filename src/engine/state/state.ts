/**
 * The state of one environment of a project:
 *
 *   target/.gitignore                 "*"
 *   target/<environment>/
 *     objects/<hash>.<ext>            immutable
 *     runs/<id>/manifest.json         complete, immutable
 *     current.json                    names the run that readers see; replaced by one rename
 *     lock                            held while a run goes on
 *     tmp/<process>-<random>/         drafts and spilled data of one process
 */
import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { access, chmod, mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Diagnostic } from "../../contract/diagnostic.js";
import { STATE_FORMAT, type Artifact, type Manifest } from "../../contract/manifest.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import type { Project } from "../../project/project.js";
import { syncDirectory, writeDurably } from "../../disk/durable-file.js";
import { isErrorCode } from "../../disk/error-code.js";
import { takeLock, type Lock } from "./lock.js";
import { ownPrefix } from "../../disk/process-identity.js";
import { leftovers, oldRuns, remove, type Superfluous } from "./retention.js";
import type { Draft } from "../../rows/result/draft.js";

export interface State {
  /** Absolute path of `target/<environment>`. */
  readonly directory: string;
  /**
   * What readers see now; undefined before the first run, or when another version of Headwater
   * wrote it.
   */
  current(): Promise<Manifest | undefined>;
  /** True when there is a state that this version cannot read and will rebuild. */
  isOutdated(): Promise<boolean>;
  objectPath(artifact: Artifact): string;
  hasObject(artifact: Artifact): Promise<boolean>;
  /** A folder of this process's own, on the same file system as the objects; made on first use. */
  temporaryDirectory(): string;
  /** Held while a run writes; readers never lock. A refusal is the diagnostic `project-busy`. */
  lock(options: {
    readonly wait: boolean;
    readonly signal: AbortSignal;
    /** Remove what dead processes have left; true when absent. */
    readonly sweep?: boolean;
  }): Promise<{ readonly lock: Lock } | { readonly busy: Diagnostic }>;
  /** Makes a finished draft an object. The manifest that names it is published later. */
  adopt(draft: Draft): Promise<void>;
  /** Makes a manifest current and removes what is too old. */
  publish(manifest: Manifest): Promise<void>;
  /** What no manifest and no process needs; only asked, and only true, while the lock is held. */
  superfluous(): Promise<Superfluous[]>;
}

const TARGET = "target";

/** A new id, in order of time. */
export function newRunId(now: Date): string {
  return `${now.toISOString().replaceAll(/[-:.]/g, "")}-${randomBytes(4).toString("hex")}`;
}

/** Opens the state of a project's environment; nothing is written before something needs it. */
export function openState({ root, environment }: Pick<Project, "root" | "environment">): State {
  return openFolder(join(root, TARGET), folderOf(environment.name));
}

/** The states of all environments in which the project was run. */
export async function openStates({ root }: Pick<Project, "root">): Promise<State[]> {
  const target = join(root, TARGET);
  const names = await readdir(target, { withFileTypes: true }).catch(() => []);
  return names.filter((one) => one.isDirectory()).map(({ name }) => openFolder(target, name));
}

function openFolder(target: string, name: string): State {
  const directory = join(target, name);
  const folders = {
    objects: join(directory, "objects"),
    runs: join(directory, "runs"),
    temporary: join(directory, "tmp"),
  };
  const pointer = join(directory, "current.json");
  let temporary: string | undefined;

  function prepare(): void {
    for (const folder of Object.values(folders))
      mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeOnce(join(target, ".gitignore"), "*\n");
  }

  async function currentId(): Promise<string | undefined> {
    const found = await readJson(pointer);
    if (!hasFormat(found) || typeof found.run !== "string") return undefined;
    return /^[\w-]+$/.test(found.run) ? found.run : undefined;
  }

  async function readManifest(id: string): Promise<Manifest | undefined> {
    const manifest = await readJson(join(folders.runs, id, "manifest.json"));
    // Written by `publish` below; the format number vouches for its shape.
    return hasFormat(manifest) ? (manifest as Manifest) : undefined;
  }

  function objectPath(artifact: Artifact): string {
    return join(folders.objects, `${artifact.hash}.${artifact.format}`);
  }

  return {
    directory,
    objectPath,
    async current() {
      const id = await currentId();
      return id === undefined ? undefined : readManifest(id);
    },
    async isOutdated() {
      const found = await readJson(pointer);
      return found !== undefined && !hasFormat(found);
    },
    async hasObject(artifact) {
      return access(objectPath(artifact)).then(
        () => true,
        () => false,
      );
    },
    temporaryDirectory() {
      prepare();
      return (temporary ??= mkdtempSync(join(folders.temporary, ownPrefix())));
    },
    async lock(options) {
      prepare();
      const taken = await takeLock(join(directory, "lock"), options);
      if ("holder" in taken) return { busy: busyDiagnostic(taken.holder) };
      if (options.sweep !== false) await remove(await leftovers(directory, folders.temporary));
      return taken;
    },
    async adopt(draft) {
      const path = objectPath(draft.artifact);
      await chmod(draft.path, 0o600);
      await rename(draft.path, path);
    },
    async publish(manifest) {
      const run = join(folders.runs, manifest.id);
      await syncDirectory(folders.objects);
      await mkdir(run, { recursive: true, mode: 0o700 });
      await writeDurably(join(run, "manifest.json"), `${JSON.stringify(manifest)}\n`);
      await syncDirectory(folders.runs);
      await writeDurably(
        pointer,
        `${JSON.stringify({ format: STATE_FORMAT, run: manifest.id })}\n`,
      );
      await remove(await oldRuns({ ...folders, readManifest, objectPath }, manifest.id));
    },
    async superfluous() {
      const old = await oldRuns({ ...folders, readManifest, objectPath }, await currentId());
      return [...old, ...(await leftovers(directory, folders.temporary))];
    },
  };
}

/** Ends a process's use of its temporary folder. */
export async function removeTemporaryDirectory(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true });
}

/** A name that is not a plain file name becomes its hash: names never become paths. */
function folderOf(environment: string): string {
  if (/^[A-Za-z0-9_](?:[\w.-]{0,62}[\w-])?$/.test(environment)) return environment;
  return `environment-${createHash("sha256").update(environment).digest("hex").slice(0, 16)}`;
}

function busyDiagnostic(
  holder: { pid: number; host: string; since: string } | undefined,
): Diagnostic {
  return createDiagnostic("project-busy", {
    holder: holder ? `process ${holder.pid}` : "its process is not known",
    since: holder ? `since ${holder.since}` : "it has just begun",
  });
}

function hasFormat(value: unknown): value is { readonly format: number; readonly run?: unknown } {
  return (
    typeof value === "object" &&
    value !== null &&
    "format" in value &&
    value.format === STATE_FORMAT
  );
}

/** Undefined when the file is not there; unreadable text counts as a state of another format. */
async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    if (isErrorCode(error, "ENOENT")) return undefined;
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

function writeOnce(path: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: "wx" });
  } catch (error) {
    if (!isErrorCode(error, "EEXIST")) throw error;
  }
}
