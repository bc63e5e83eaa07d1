/**
 * V8's code for the files of a command, kept from one start to the next: without it a start is
 * mostly the compiling of what the last one has compiled. Kept code is run as it is, so it lies
 * where nobody but the user can write. Whatever goes wrong here, the command runs without it.
 */
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import type { Script } from "node:vm";

/** Stands in the bundle for the hash of its files. */
const BUILD = "HASH_OF_THE_BUNDLE";

/** One for each command and build, of a megabyte or two. */
const MOST_FILES = 32;

export interface KeptCode {
  /** Of a file of the bundle; V8 itself looks whether it is its own, and says so if it is not. */
  codeOf(file: string): Buffer | undefined;
  /** Keeps the code of the files that were run, by their names, where more was run than is kept. */
  keep(scripts: ReadonlyMap<string, Script>, isFine: boolean): void;
}

/** What is kept for one command. */
interface Kept {
  /** Whether a command made it that went well: others have not run what most of them need. */
  readonly isFine: boolean;
  readonly code: ReadonlyMap<string, Buffer>;
}

/**
 * The code that is kept for a command; absent for what is none, where `NODE_DISABLE_COMPILE_CACHE`
 * is set, and where the folder is not one that only this user can write to.
 */
export function openKeptCode(command: string, env: NodeJS.ProcessEnv): KeptCode | undefined {
  if (!/^[a-z]{1,20}$/.test(command) || env["NODE_DISABLE_COMPILE_CACHE"]) return undefined;
  const folder = ownFolder(env);
  if (folder === undefined) return undefined;
  const name = `${command}-${process.version}-${process.arch}-${BUILD}`;
  const kept = readKept(join(folder, name));
  return {
    codeOf: (file) => kept.code.get(file),
    keep(scripts, isFine) {
      const isNew = ([file, script]: [string, Script]) =>
        !kept.code.has(file) || script.cachedDataRejected === true;
      if ((!isFine || kept.isFine) && ![...scripts].some(isNew)) return;
      const made = [...scripts].map(([file, script]) => [file, script.createCachedData()] as const);
      writeKept(folder, name, { isFine, code: new Map([...kept.code, ...made]) });
    },
  };
}

/**
 * `headwater/code` in `$XDG_CACHE_HOME`, else in `~/.cache`, made if it is not there; undefined where
 * it cannot be made or is not this user's alone. Windows has no such owners.
 */
function ownFolder({ XDG_CACHE_HOME: given = "" }: NodeJS.ProcessEnv): string | undefined {
  const user = process.getuid?.();
  if (user === undefined) return undefined;
  try {
    const caches = isAbsolute(given) ? given : join(homedir(), ".cache");
    if (!isAbsolute(caches)) return undefined;
    const folder = join(caches, "headwater", "code");
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const found = lstatSync(folder);
    const isOurs = found.isDirectory() && found.uid === user && (found.mode & 0o077) === 0;
    return isOurs ? folder : undefined;
  } catch {
    // Also for users whom the system does not know, and who have no home.
    return undefined;
  }
}

/** A file is the length of its head, a head in JSON, and the code of all in one. */
interface Head {
  /** Of the bundle that it was made of: stack traces name it, whatever runs the code. */
  readonly folder: string;
  readonly isFine: boolean;
  /** In the order in which they lie in the file, in bytes. */
  readonly sizes: readonly (readonly [file: string, size: number])[];
}

function readKept(path: string): Kept {
  const code = new Map<string, Buffer>();
  try {
    const bytes = readFileSync(path);
    let at = 4 + bytes.readUInt32LE(0);
    // What lies in the folder has been written below.
    const { folder, isFine, sizes } = JSON.parse(bytes.toString("utf8", 4, at)) as Head;
    if (folder !== import.meta.dirname) return { isFine: false, code };
    for (const [file, size] of sizes) code.set(file, bytes.subarray(at, (at += size)));
    return { isFine, code };
  } catch {
    return { isFine: false, code: new Map() };
  }
}

/** Written aside and renamed, so that nobody reads a part. A full or read-only disk is no fault. */
function writeKept(folder: string, name: string, { isFine, code }: Kept): void {
  const sizes = [...code].map(([file, { length }]) => [file, length] as const);
  const head = Buffer.from(
    JSON.stringify({ folder: import.meta.dirname, isFine, sizes } satisfies Head),
  );
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length);
  const aside = join(folder, `${name}.${process.pid}`);
  try {
    const bytes = Buffer.concat([length, head, ...code.values()]);
    writeFileSync(aside, bytes, { mode: 0o600, flag: "wx", flush: true });
    renameSync(aside, join(folder, name));
    removeOldest(folder);
  } catch {
    rmSync(aside, { force: true });
  }
}

/** Those of other builds and versions of Node, and what a killed process has left. */
function removeOldest(folder: string): void {
  const files = readdirSync(folder).map((name) => {
    const path = join(folder, name);
    return { path, written: statSync(path).mtimeMs };
  });
  const byAge = files.toSorted((a, b) => b.written - a.written);
  for (const { path } of byAge.slice(MOST_FILES)) rmSync(path, { force: true });
}
