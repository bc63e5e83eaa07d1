/**
 * Names of tables that are made for the time of a query, in a schema that others may use too:
 *
 *   hw_20261129t193534_1a2b3c4d_12345_9f8e7d6c_00a1b2
 *      time (UTC)      machine  process        random
 *
 * By its name alone a table is known as one of ours, and whether whoever made it is dead.
 */
import { createHash, randomBytes } from "node:crypto";
import { readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { isAlive, processIdentity } from "../disk/process-identity.js";

const NAME =
  /^hw_(\d{4})(\d\d)(\d\d)t(\d\d)(\d\d)(\d\d)_([0-9a-f]{8})_(\d+)_([0-9a-f]{8})_[0-9a-f]{6}$/;
/** What every name begins with. */
export const UPLOAD_PREFIX = "hw_";
/** Milliseconds after which nobody needs a table, of other machines too. */
const OLD = 24 * 60 * 60 * 1000;

/** A name that no table has. */
export function newUploadName(now: Date): string {
  const time = now.toISOString().slice(0, 19).replaceAll(/[-:]/g, "").toLowerCase();
  const random = randomBytes(3).toString("hex");
  return `${UPLOAD_PREFIX}${time}_${machine()}_${process.pid}_${identityOf(process.pid)}_${random}`;
}

/**
 * Whether a table is one of ours that nobody needs any more: its process was one of this machine and
 * is dead, or it is older than a day.
 */
export function isLeftBehind(name: string, now: Date): boolean {
  const match = NAME.exec(name);
  if (!match) return false;
  const [, year, month, day, hour, minute, second, where, pid, identity] = match;
  const made = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (now.getTime() - made > OLD) return true;
  const isHere = where === machine();
  return isHere && !(isAlive(Number(pid)) && identityOf(Number(pid)) === identity);
}

function identityOf(pid: number): string {
  return short(processIdentity(pid));
}

/** Of those whose processes have the same numbers: containers have numbers of their own. */
function machine(): string {
  // The second part of an identity says which start of the machine it is.
  const boot = processIdentity(process.pid).replace(/^\d*b/, "");
  return short([hostname(), boot, processSpace()].join("\n"));
}

function processSpace(): string {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return "";
  }
}

function short(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}
