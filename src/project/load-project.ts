import type { ReadPlugin, SourceTypes } from "./source-types.js";
import { withDbt } from "./dbt/read-dbt.js";
import type { Project } from "./project.js";
import type { ReadOptions } from "./read/read-project.js";
import { readProject } from "./read/read-project.js";
import { resolveProject } from "./resolve-project.js";
import { withPlugins } from "./plugins.js";

export type LoadOptions = ReadOptions & {
  /** The known source types by `type:`. */
  readonly sourceTypes: SourceTypes;
  /** Reads what a plugin declares. Absent: plugins are not looked for. */
  readonly readPlugin?: ReadPlugin;
  /** The output of dbt's profiles on which its models live, instead of the one that dbt's files name. */
  readonly dbtProfile?: string;
  readonly dbtTarget?: string;
};

/**
 * Reads and checks a project. It is always returned, with diagnostics that say what is wrong with it;
 * when no project file exists it is empty.
 */
export async function loadProject(options: LoadOptions): Promise<Project> {
  const read = await withDbt(await readProject(options), options);
  const plugins = await withPlugins(read, options);
  return resolveProject(plugins.read, plugins.sourceTypes);
}
