import { statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** Names of the root file, the first that exists wins; those of Visivo 1.0 turn compat mode on. */
const ROOT_FILES = [
  { name: "headwater.yml", compat: false },
  { name: "headwater.yaml", compat: false },
  { name: "project.visivo.yml", compat: true },
  { name: "project.visivo.yaml", compat: true },
  { name: "visivo_project.yml", compat: true },
  { name: "visivo_project.yaml", compat: true },
] as const;

export interface RootFile {
  /** Absolute folder. */
  readonly directory: string;
  readonly name: string;
  /** What compat mode is when the file does not say. */
  readonly compat: boolean;
}

/** Looks for the root file in a folder, then in each folder above it. */
export function findRootFile(start: string): RootFile | undefined {
  for (let directory = resolve(start); ; directory = dirname(directory)) {
    const found = rootFileIn(directory);
    if (found || dirname(directory) === directory) return found;
  }
}

/** The root file of a folder, above which nothing is looked for. */
export function rootFileIn(directory: string): RootFile | undefined {
  for (const { name, compat } of ROOT_FILES) {
    if (isFile(join(directory, name))) return { directory, name, compat };
  }
  return undefined;
}

function isFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  } catch {
    return false;
  }
}
