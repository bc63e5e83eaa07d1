import type { ReadPlugin, SourceTypes } from "./source-types.js";
import type { Project } from "./project.js";
import { type ReadOptions, readProject } from "./read/read-project.js";
import { resolveProject } from "./resolve-project.js";
import type { ReadResult } from "./read-result.js";

export type LoadOptions = ReadOptions & {
  /** The known source types by `type:`. */
  readonly sourceTypes: SourceTypes;
  /** Reads what a plugin declares. Absent: plugins are not looked for. */
  readonly readPlugin?: ReadPlugin;
  /**
   * The output of dbt's profiles on which its models live, instead of the one that dbt's files
   * name.
   */
  readonly dbtProfile?: string;
  readonly dbtTarget?: string;
};

/**
 * Reads and checks a project. It is always returned, with diagnostics that say what is wrong with
 * it; when no project file exists it is empty.
 */
export async function loadProject(options: LoadOptions): Promise<Project> {
  let read = await readProject(options);
  let { sourceTypes } = options;
  // Most projects have neither, so what reads them is loaded where one has.
  if (rootHas(read, "dbt")) {
    const { withDbt } = await import("./dbt/read-dbt.js");
    read = await withDbt(read, options);
  }
  if (rootHas(read, "plugins")) {
    const { withPlugins } = await import("./plugins.js");
    ({ read, sourceTypes } = await withPlugins(read, options));
  }
  return resolveProject(read, sourceTypes);
}

function rootHas({ files }: ReadResult, key: string): boolean {
  const root = files[0]?.root;
  return root?.kind === "map" && root.get(key) !== undefined;
}
