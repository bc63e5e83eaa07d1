import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { globFault, globMatcher, writesDot } from "./glob-matcher.js";
import type { PathPattern } from "./path-pattern.js";

/**
 * The files that match, absolute and sorted; folders that cannot be read have none. `**` does not
 * follow links.
 */
export async function globFiles({ folder, pattern }: PathPattern): Promise<string[]> {
  if (globFault(pattern)) return [];
  const matches = globMatcher(pattern);
  const hidden = writesDot(pattern);
  const levels = slashesIn(pattern);
  const [before = ""] = pattern.split("**");
  const endless = before.length < pattern.length;
  const files: string[] = [];

  async function list(below: string, level: number): Promise<void> {
    const entries = await readdir(join(folder, below), { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      if (entry.name.startsWith(".") && !hidden) continue;
      const path = below === "" ? entry.name : `${below}/${entry.name}`;
      const linked = entry.isSymbolicLink();
      const found = linked ? await stat(join(folder, path)).catch(() => undefined) : entry;
      if (found?.isFile() && matches(path)) files.push(join(folder, path));
      const enters = level < levels || endless;
      const follows = !linked || level < slashesIn(before);
      if (found?.isDirectory() && enters && follows) await list(path, level + 1);
    }
  }

  await list("", 0);
  return files.toSorted();
}

function slashesIn(text: string): number {
  return text.split("/").length - 1;
}
