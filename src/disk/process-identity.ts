/** Tells a process from a later one of the same number: its start since boot, and which boot. */
import { readFileSync } from "node:fs";
import { isErrorCode } from "./error-code.js";

/** The states in `/proc` of a process that has ended and that nobody has asked about yet. */
const ENDED = /^[ZX]$/;

/** True when a process of this number runs here; one that was killed and not reaped does not. */
export function isAlive(pid: number): boolean {
  if (ENDED.test(statusOf(pid)?.[0] ?? "")) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isErrorCode(error, "EPERM");
  }
}

/**
 * Letters and digits that no other process shares; empty for a process that is gone, and where the
 * system does not say.
 */
export function processIdentity(pid: number): string {
  const start = statusOf(pid)?.[19];
  return start === undefined ? "" : `${start}b${bootId()}`;
}

/** State, parent and so on; the start is the 20th. */
function statusOf(pid: number): readonly string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in parentheses may hold spaces.
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    return undefined;
  }
}

/** Names of files and folders that are of use to this process alone begin with this. */
export function ownPrefix(): string {
  return `${process.pid}.${processIdentity(process.pid)}-`;
}

/** Whether the process that gave something a name with {@link ownPrefix} still runs. */
export function isOfLivingProcess(name: string): boolean {
  const [, pid, identity] = /^(\d+)\.(\w*)-/.exec(name) ?? [];
  return pid !== undefined && isAlive(Number(pid)) && processIdentity(Number(pid)) === identity;
}

function bootId(): string {
  return readFileSync("/proc/sys/kernel/random/boot_id", "utf8")
    .replaceAll(/[^0-9a-f]/g, "")
    .slice(0, 12);
}
