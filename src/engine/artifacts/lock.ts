import { randomUUID } from "node:crypto";
import { open, readFile, rename, rm, stat, utimes } from "node:fs/promises";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { isErrorCode } from "./error-code.js";

/** Who holds a lock, as the file says it. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  /** What tells this process from a later one of the same number; empty where the system does not say. */
  readonly process: string;
  readonly token: string;
  readonly since: string;
}

export interface Lock {
  release(): Promise<void>;
}

const POLL = 200;
const HEARTBEAT = 5_000;
/** A lock whose holder cannot be looked up counts as left behind when it was not touched for this long. */
const SILENCE = 60_000;

/**
 * Takes the lock or says who has it. A lock whose process is dead is taken over. With `wait` it is tried again until
 * it is free or the signal aborts (then the holder is returned too).
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

async function tryLock(path: string): Promise<Lock | undefined> {
  const token = randomUUID();
  const file = await open(path, "wx", 0o600).catch((error: unknown) => {
    if (isErrorCode(error, "EEXIST")) return undefined;
    throw error;
  });
  if (!file) return undefined;
  const holder: LockHolder = {
    pid: process.pid,
    host: hostname(),
    process: await processIdentity(process.pid),
    token,
    since: new Date().toISOString(),
  };
  await file.writeFile(JSON.stringify(holder));
  await file.close();
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
    return !isAlive(holder.pid) || (await processIdentity(holder.pid)) !== holder.process;
  }
  const found = await stat(path).catch(() => undefined);
  return found === undefined || Date.now() - found.mtimeMs > SILENCE;
}

/** Moves the file away first, so that of two processes that find it only one removes it, and never a fresh one. */
async function removeLeftBehind(path: string, holder: LockHolder | undefined): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch {
    return;
  }
  const moved = await readHolder(aside);
  if (moved?.token === holder?.token) await rm(aside, { force: true });
  else await rename(aside, path);
}

/** True when a process of this number runs here. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isErrorCode(error, "EPERM");
  }
}

/** Start time of a process in clock ticks since boot, which its number shares with no later process. */
async function processIdentity(pid: number): Promise<string> {
  try {
    const text = await readFile(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}
