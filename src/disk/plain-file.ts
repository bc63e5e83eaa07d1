/** Files that somebody else has named. A pipe or a device would be waited for, or read, for ever. */
import { promises, readFileSync, statSync, type Stats } from "node:fs";

/** The `code` of the error for what is no file. */
export const NOT_A_FILE = "not a file";

/** The bytes of a file; rejects as `readFile` does, and for pipes and devices. */
export async function readPlainFile(path: string): Promise<Buffer> {
  refuseOthers(await promises.stat(path));
  return promises.readFile(path);
}

/**
 * The same at once, where many small files are read one after the other: the detour over Node's
 * threads takes longer than the reading.
 */
export function readPlainFileSync(path: string): Buffer {
  refuseOthers(statSync(path));
  return readFileSync(path);
}

function refuseOthers(found: Stats): void {
  // Of folders reading itself says what they are.
  if (!found.isFile() && !found.isDirectory()) {
    throw Object.assign(new Error("it is not a file"), { code: NOT_A_FILE });
  }
}

/** What {@link readPlainFile} reads, as the UTF-8 text that it is. */
export async function readPlainText(path: string): Promise<string> {
  return (await readPlainFile(path)).toString("utf8");
}
