/**
 * Data folders of database servers that have never run. Making one takes seconds and yields the same
 * each time, so that it is made once for a run of tests and copied: each server has its own.
 */
import { execFile } from "node:child_process";
import { chownSync, existsSync, statfsSync } from "node:fs";
import { mkdtemp, rename, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The variable that names the folder of a run of tests; without it each folder is made anew. */
export const TEMPLATES = "HEADWATER_TEST_TEMPLATES";

const MEMORY = "/dev/shm";
/** Bytes: many times what the servers of all workers hold. */
const MUCH_ROOM = 8 * 2 ** 30;

/**
 * Where the folders of a test's servers lie: in memory where that has much room, since to make a
 * thousand files on a disk takes a processor four times as long; else, and for benchmarks, in the
 * system's temporary folder.
 */
export function serverRoom(): string {
  if (process.env[TEMPLATES] === undefined || !existsSync(MEMORY)) return tmpdir();
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize > MUCH_ROOM ? MEMORY : tmpdir();
}

/** The system's user that a server runs as, where that is another one. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Makes the folder `data`, which is not there yet. `kind` says what `make` yields: the same for
 * one `kind`.
 */
export async function makeDataFolder(
  data: string,
  kind: string,
  owner: Owner | undefined,
  make: (data: string) => Promise<unknown>,
): Promise<void> {
  const { [TEMPLATES]: templates } = process.env;
  if (templates === undefined) return void (await make(data));
  const template = join(templates, kind);
  if (!(await isThere(template))) {
    const folder = await mkdtemp(`${template}-`);
    if (owner) chownSync(folder, owner.uid, owner.gid);
    await make(join(folder, "data"));
    // Of two files that make one at a time, the first has made it for both.
    await rename(folder, template).catch(async (error: unknown) => {
      if (!(await isThere(template))) throw error;
      await rm(folder, { recursive: true });
    });
  }
  await run("cp", ["-a", join(template, "data"), data]);
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
