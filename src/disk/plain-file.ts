/** Files that somebody else has named. A pipe or a device would be waited for, or read, for ever. */
import { readFile, stat } from "node:fs/promises";

/** The `code` of the error for what is no file. */
export const NOT_A_FILE = "not a file";

/** The bytes of a file; rejects as `readFile` does, and for pipes and devices. */
export async function readPlainFile(path: string): Promise<Buffer> {
  const found = await stat(path);
  // Of folders reading itself says what they are.
  if (!found.isFile() && !found.isDirectory()) {
    throw Object.assign(new Error("it is not a file"), { code: NOT_A_FILE });
  }
  return readFile(path);
}

/** The same, as the UTF-8 text that it is. */
export async function readPlainText(path: string): Promise<string> {
  return (await readPlainFile(path)).toString("utf8");
}
