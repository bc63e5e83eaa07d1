import { statSync, type Stats } from "node:fs";

/** Whether a file is there; false for what is no path at all. Links are followed. */
export function isFile(path: string): boolean {
  return statsOf(path)?.isFile() ?? false;
}

/** The same for a folder. */
export function isFolder(path: string): boolean {
  return statsOf(path)?.isDirectory() ?? false;
}

/** Node throws for names that are too long, hold NUL or lie below a file, where nothing can be. */
function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
