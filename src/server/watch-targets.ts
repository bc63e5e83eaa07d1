import { isAbsolute, join, resolve, sep } from "node:path";
import { isFile, isFolder } from "../disk/existing.js";
import { pathPattern, type PathGrammar } from "../disk/path-pattern.js";
import type { ConfigValue } from "../project/env-value.js";
import type { Model } from "../project/objects.js";
import type { Project } from "../project/project.js";
import { resolveSource } from "../project/resolve-source.js";
import type { SourceTypes } from "../project/source-types.js";

/** Everything whose change makes pages old. All paths are absolute. */
export interface WatchTargets {
  /** Files of the project, which are told apart by content; some may not exist yet. */
  readonly files: ReadonlySet<string>;
  /** Folders that are included as a whole: a YAML file that appears in them counts. */
  readonly folders: ReadonlySet<string>;
  /**
   * Data files of sources and patterns of them, which may be large and are told apart by size and
   * time.
   */
  readonly data: ReadonlySet<string>;
  /** The same for the files that script models declare as read. */
  readonly inputs: ReadonlySet<string>;
}

/**
 * What a project reads: its YAML, the files of its environment, its sources' data, and the files
 * its scripts name.
 */
export function watchTargets(project: Project, sourceTypes: SourceTypes): WatchTargets {
  const { root, environment, inputs } = project;
  const folders = inputs.filter(isFolder);
  const environmentFiles = [".env", `.env.${environment.name}`].map((name) => join(root, name));
  const read = inputs.filter((path) => !folders.includes(path));
  return {
    files: new Set([...read, ...environmentFiles, ...scriptFiles(project)]),
    folders: new Set(folders),
    data: watchable(sourceFiles(project, sourceTypes), "duckdb"),
    inputs: watchable(project.models.flatMap(inputsOf), "glob"),
  };
}

/**
 * The patterns among the targets, each with the folder below which everything that it can match
 * lies.
 */
export function patternFolders({ data, inputs }: WatchTargets): ReadonlyMap<string, string> {
  const patterns = [
    ...[...data].map((path) => [path, pathPattern(path, "duckdb")] as const),
    ...[...inputs].map((path) => [path, pathPattern(path, "glob")] as const),
  ];
  return new Map(patterns.flatMap(([path, found]) => (found ? [[path, found.folder]] : [])));
}

function scriptFiles(project: Project): string[] {
  const named = project.models.flatMap((model) =>
    model.type === "script" ? model.args.map((arg) => resolve(model.directory, arg)) : [],
  );
  return named.filter((path) => path.startsWith(project.root + sep) && isFile(path));
}

/** Paths are the only absolute texts of sources. */
function sourceFiles(project: Project, sourceTypes: SourceTypes): string[] {
  return project.sources.flatMap((source) => {
    const { config } = resolveSource(source, project.environment, sourceTypes);
    return config ? absolutePaths(Object.values(config)) : [];
  });
}

function inputsOf(model: Model): readonly string[] {
  return model.type === "script" ? model.inputs : [];
}

function watchable(paths: readonly string[], grammar: PathGrammar): Set<string> {
  return new Set(
    paths.filter((path) => {
      const pattern = pathPattern(path, grammar);
      return pattern ? isFolder(pattern.folder) : !isFolder(path);
    }),
  );
}

function absolutePaths(value: ConfigValue): string[] {
  if (typeof value === "string") return isAbsolute(value) ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap((part: ConfigValue) => absolutePaths(part));
}
