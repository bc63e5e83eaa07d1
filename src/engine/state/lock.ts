import { randomUUID } from "node:crypto";
import { link, mkdir, readFile, rm, rmdir, stat, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { isErrorCode } from "../../disk/error-code.js";
import { isAlive, ownPrefix, processIdentity } from "../../disk/process-identity.js";

/** Who holds a lock, as the file says it. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  /**
   * What tells this process from a later one of the same number; empty where the system does not
   * say.
   */
  readonly process: string;
  readonly token: string;
  readonly since: string;
}

export interface Lock {
  /** Removes the file, unless somebody else has taken the lock over meanwhile. */
  release(): Promise<void>;
}

const POLL = 200;
const HEARTBEAT = 5_000;
/**
 * A lock whose holder cannot be looked up counts as left behind when it was not touched for this
 * long.
 */
const SILENCE = 60_000;
/** Taking a lock over is a matter of a few calls: who has begun and not ended by then is dead. */
const TAKEOVER = 10_000;
const TAKEOVER_POLL = 20;

/**
 * Takes the lock or says who has it. A lock whose process is dead is taken over. With `wait` it is
 * tried again until it is free or the signal aborts (then the holder is returned too).
 */
export async function takeLock(
  path: string,
  options: { readonly wait: boolean; readonly signal: AbortSignal },
): Promise<{ lock: Lock } | { holder: LockHolder | undefined }> {
  for (;;) {
    const lock = await tryLock(path);
    if (lock) return { lock };
    const holder = await readHolder(path);
    if (await isLeftBehind(path, holder)) {
      await removeLeftBehind(path, holder);
      continue;
    }
    if (!options.wait || options.signal.aborted) return { holder };
    await sleep(POLL, undefined, { signal: options.signal }).catch(() => undefined);
  }
}

/**
 * The file appears whole or not at all: a process that is killed meanwhile leaves no lock that says
 * nothing.
 */
async function tryLock(path: string): Promise<Lock | undefined> {
  const token = randomUUID();
  const holder: LockHolder = {
    pid: process.pid,
    host: hostname(),
    process: processIdentity(process.pid),
    token,
    since: new Date().toISOString(),
  };
  if (!(await createWhole(path, JSON.stringify(holder), token))) return undefined;
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined);
  }, HEARTBEAT);
  heartbeat.unref();
  return {
    async release() {
      clearInterval(heartbeat);
      if ((await readHolder(path))?.token === token) await rm(path, { force: true });
    },
  };
}

/** False when the file is there already. */
async function createWhole(path: string, text: string, token: string): Promise<boolean> {
  const draft = `${path}.${ownPrefix()}${token}`;
  try {
    await writeFile(draft, text, { flag: "wx", mode: 0o600 });
    await link(draft, path);
    return true;
  } catch (error) {
    if (isErrorCode(error, "EEXIST")) return false;
    if (!isErrorCode(error, "EPERM", "ENOTSUP", "ENOSYS", "EMLINK")) throw error;
    // A file system without links.
    return createAtOnce(path, text);
  } finally {
    await rm(draft, { force: true });
  }
}

async function createAtOnce(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (isErrorCode(error, "EEXIST")) return false;
    throw error;
  }
}

async function readHolder(path: string): Promise<LockHolder | undefined> {
  try {
    const holder: unknown = JSON.parse(await readFile(path, "utf8"));
    return isHolder(holder) ? holder : undefined;
  } catch {
    return undefined;
  }
}

function isHolder(value: unknown): value is LockHolder {
  return typeof value === "object" && value !== null && "pid" in value && "token" in value;
}

async function isLeftBehind(path: string, holder: LockHolder | undefined): Promise<boolean> {
  if (holder && holder.host === hostname()) {
    if (!isAlive(holder.pid) || processIdentity(holder.pid) !== holder.process) return true;
    // Where the system does not tell processes of one number apart, the one that lives may be
    // another.
    return holder.process === "" && isSilent(path, SILENCE);
  }
  return isSilent(path, SILENCE);
}

async function isSilent(path: string, milliseconds: number): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found === undefined || Date.now() - found.mtimeMs > milliseconds;
}

/**
 * One process at a time removes a lock that was left behind, and only the one that it has looked
 * at: while it does so, nobody else can, and a fresh lock cannot come before the old one is gone.
 */
async function removeLeftBehind(path: string, holder: LockHolder | undefined): Promise<void> {
  const turn = `${path}.takeover`;
  try {
    await mkdir(turn, { mode: 0o700 });
  } catch (error) {
    if (!isErrorCode(error, "EEXIST")) throw error;
    if (await isSilent(turn, TAKEOVER)) await rmdir(turn).catch(() => undefined);
    await sleep(TAKEOVER_POLL);
    return;
  }
  try {
    if ((await readHolder(path))?.token === holder?.token) await rm(path, { force: true });
  } finally {
    await rmdir(turn).catch(() => undefined);
  }
}
