import type { Project } from "./project.js";
import type { ReadOptions } from "./read/read-project.js";
import { readProject } from "./read/read-project.js";
import { resolveProject } from "./resolve-project.js";
import type { SourceTypes } from "./source-types.js";

export type LoadOptions = ReadOptions & {
  /** The known source types by `type:`. */
  readonly sourceTypes: SourceTypes;
};

/**
 * Reads and checks a project. It is always returned, with diagnostics that say what is wrong with it;
 * when no project file exists it is empty.
 */
export async function loadProject(options: LoadOptions): Promise<Project> {
  return resolveProject(await readProject(options), options.sourceTypes);
}
