/** The folder that a site is published to: whose it is, and how a new site takes its place. */
import { randomBytes } from "node:crypto";
import { mkdir, readdir, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import type { Diagnostic } from "../contract/diagnostic.js";
import { createDiagnostic } from "../diagnostics/index.js";
import { isErrorCode } from "../disk/error-code.js";
import { isAlive } from "../disk/process-identity.js";

/** Says that everything beside it was written by us and may be replaced. */
const MARKER = ".headwater-site";
const MARKER_TEXT = "`headwater dist` wrote this folder and replaces it as a whole.\n";

export interface TargetOptions {
  readonly folder: string;
  /** As the user wrote it. */
  readonly shown: string;
  readonly projectRoot: string;
  /** Replace a folder that is not ours. */
  readonly force: boolean;
}

/**
 * Why a folder cannot be published to; undefined when it can: not there, empty, ours, or forced.
 */
export async function refuseTarget({
  folder,
  shown,
  projectRoot,
  force,
}: TargetOptions): Promise<Diagnostic | undefined> {
  const target = await resolved(folder);
  const found = await stat(target).catch(ignoreMissing);
  if (!found) return undefined;
  if (!found.isDirectory()) return createDiagnostic("site-folder-is-file", { folder: shown });
  if (holds(target, await resolved(projectRoot))) {
    return createDiagnostic("site-folder-holds-project", { folder: shown });
  }
  const entries = await readdir(target);
  const isOurs = entries.includes(MARKER) || entries.length === 0;
  return isOurs || force ? undefined : createDiagnostic("site-folder-not-ours", { folder: shown });
}

/**
 * Lets `write` fill a new folder beside the target and puts it into the target's place. Readers see
 * the old site or the new one; when `write` rejects, the old one stays.
 */
export async function replaceFolder<T>(
  folder: string,
  write: (draft: string) => Promise<T>,
): Promise<T> {
  const target = await resolved(folder);
  const parent = dirname(target);
  await mkdir(parent, { recursive: true });
  await removeLeftovers(target);
  const beside = join(parent, `${leftoverPrefix(target)}${process.pid}-`);
  const draft = `${beside}${randomBytes(4).toString("hex")}`;
  const old = `${beside}${randomBytes(4).toString("hex")}`;
  try {
    await mkdir(draft);
    const done = await write(draft);
    await writeFile(join(draft, MARKER), MARKER_TEXT);
    await swap({ target, draft, old });
    return done;
  } finally {
    await rm(draft, { recursive: true, force: true });
    await rm(old, { recursive: true, force: true });
  }
}

interface Swap {
  readonly target: string;
  readonly draft: string;
  readonly old: string;
}

/**
 * Two renames, since no system replaces a folder that is not empty; the first is taken back when
 * the second fails.
 */
async function swap({ target, draft, old }: Swap): Promise<void> {
  const hadOne = await rename(target, old).then(
    () => true,
    (error: unknown) => {
      ignoreMissing(error);
      return false;
    },
  );
  try {
    await rename(draft, target);
  } catch (error) {
    if (hadOne) await rename(old, target);
    throw error;
  }
}

/** Folders of processes that were killed while they published. */
async function removeLeftovers(target: string): Promise<void> {
  const prefix = leftoverPrefix(target);
  for (const name of await readdir(dirname(target))) {
    if (!name.startsWith(prefix)) continue;
    const [, pid] = /^(\d+)-[0-9a-f]{8}$/.exec(name.slice(prefix.length)) ?? [];
    if (pid !== undefined && !isAlive(Number(pid))) {
      await rm(join(dirname(target), name), { recursive: true, force: true });
    }
  }
}

function leftoverPrefix(target: string): string {
  return `.${basename(target)}.headwater-`;
}

/**
 * Where a path leads when links are followed; a path that is not there stays as it is below what
 * is.
 */
async function resolved(path: string): Promise<string> {
  const absolute = resolve(path);
  const real = await realpath(absolute).catch(ignoreMissing);
  if (real !== undefined) return real;
  const parent = dirname(absolute);
  return parent === absolute ? absolute : join(await resolved(parent), basename(absolute));
}

function holds(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === "" || (way !== ".." && !way.startsWith(`..${sep}`) && resolve(way) !== way);
}

function ignoreMissing(error: unknown): undefined {
  if (!isErrorCode(error, "ENOENT")) throw error;
}
