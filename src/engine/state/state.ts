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
import { chmod, mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Diagnostic } from "../../contract/diagnostic.js";
import {
  STATE_FORMAT,
  type Artifact,
  type Manifest,
  type ObjectCondition,
} from "../../contract/manifest.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import type { Project } from "../../project/project.js";
import { syncDirectory, writeDurably } from "../../disk/durable-file.js";
import { isErrorCode } from "../../disk/error-code.js";
import { sha256 } from "../../disk/sha256.js";
import { takeLock, type Lock } from "./lock.js";
import {
  parseManifest,
  pointerVersion,
  readPointer,
  readText,
  type Pointer,
} from "./manifest-file.js";
import { createObjectCheck } from "./object-check.js";
import { ownPrefix } from "../../disk/process-identity.js";
import { leftovers, oldRuns, remove, type Superfluous } from "./retention.js";
import type { Draft } from "../../rows/result/draft.js";

export interface State {
  /** Absolute path of `target/<environment>`. */
  readonly directory: string;
  /**
   * What readers see now; undefined before the first run, when another version of Headwater wrote
   * it, or when it is damaged.
   */
  current(): Promise<Manifest | undefined>;
  /** Why a state that is there cannot be read and will be made again; undefined when it can. */
  unusable(): Promise<"outdated" | "damaged" | undefined>;
  objectPath(artifact: Artifact): string;
  condition(artifact: Artifact): Promise<ObjectCondition>;
  /**
   * A folder of this process's own, on the same file system as the objects; made on first use, and
   * again when somebody has removed it.
   */
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
  const conditionOf = createObjectCheck();
  let temporary: string | undefined;
  let known: { readonly version: string; readonly manifest: Manifest } | undefined;

  function prepare(): void {
    for (const folder of Object.values(folders))
      mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeOnce(join(target, ".gitignore"), "*\n");
  }

  async function currentId(): Promise<string | undefined> {
    const found = await readPointer(pointer);
    return typeof found === "string" ? undefined : found.run;
  }

  async function manifestText(id: string): Promise<string | undefined> {
    return readText(join(folders.runs, id, "manifest.json"));
  }

  async function readManifest(id: string): Promise<Manifest | undefined> {
    const text = await manifestText(id);
    return text === undefined ? undefined : parseManifest(text);
  }

  /** The manifest of now, or why there is none. */
  async function readCurrent(): Promise<Manifest | "none" | "outdated" | "damaged"> {
    const found = await readPointer(pointer);
    if (typeof found === "string") return found;
    const text = await manifestText(found.run);
    if (text === undefined) return "damaged";
    if (found.manifest !== undefined && sha256(text) !== found.manifest) return "damaged";
    return parseManifest(text) ?? "damaged";
  }

  /** Read anew when the pointer is another file: all else that it leads to never changes. */
  async function current(): Promise<Manifest | undefined> {
    const version = pointerVersion(pointer);
    if (version === undefined) return undefined;
    if (known?.version === version) return known.manifest;
    const found = await readCurrent();
    if (typeof found === "string") return undefined;
    known = { version, manifest: found };
    return found;
  }

  function objectPath(artifact: Artifact): string {
    return join(folders.objects, `${artifact.hash}.${artifact.format}`);
  }

  return {
    directory,
    objectPath,
    current,
    async unusable() {
      const found = await readCurrent();
      return found === "outdated" || found === "damaged" ? found : undefined;
    },
    condition: (artifact) => conditionOf(objectPath(artifact), artifact),
    temporaryDirectory() {
      prepare();
      temporary ??= mkdtempSync(join(folders.temporary, ownPrefix()));
      mkdirSync(temporary, { recursive: true, mode: 0o700 });
      return temporary;
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
      await rename(draft.path, path).catch(async (error: unknown) => {
        // Something that is no file lies where the object belongs.
        if (!isErrorCode(error, "EISDIR", "ENOTEMPTY", "EEXIST")) throw error;
        await rm(path, { recursive: true, force: true });
        await rename(draft.path, path);
      });
    },
    async publish(manifest) {
      const run = join(folders.runs, manifest.id);
      await syncDirectory(folders.objects);
      await mkdir(run, { recursive: true, mode: 0o700 });
      const text = `${JSON.stringify(manifest)}\n`;
      await writeDurably(join(run, "manifest.json"), text);
      await syncDirectory(folders.runs);
      const said: Pointer = { format: STATE_FORMAT, run: manifest.id, manifest: sha256(text) };
      await writeDurably(pointer, `${JSON.stringify(said)}\n`);
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

function writeOnce(path: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: "wx" });
  } catch (error) {
    if (!isErrorCode(error, "EEXIST")) throw error;
  }
}
