import { statSync } from "node:fs";
import { dirname, isAbsolute, join, resolve, sep } from "node:path";
import type { ConfigValue } from "../project/env-value.js";
import type { Project } from "../project/project.js";
import { resolveSource } from "../project/resolve-source.js";
import type { SourceTypes } from "../project/source-types.js";

/** Everything whose change makes pages old. All paths are absolute. */
export interface WatchTargets {
  /** Files of the project, which are told apart by content; some may not exist yet. */
  readonly files: ReadonlySet<string>;
  /** Folders that are included as a whole: a YAML file that appears in them counts. */
  readonly folders: ReadonlySet<string>;
  /** Data files and patterns of them (`*`), which may be large and are told apart by size and time. */
  readonly data: ReadonlySet<string>;
}

/** What a project reads: its YAML, the files of its environment, its sources' data, and the files its scripts name. */
export function watchTargets(project: Project, sourceTypes: SourceTypes): WatchTargets {
  const { root, environment, inputs } = project;
  const folders = inputs.filter(isFolder);
  const environmentFiles = [".env", `.env.${environment.name}`].map((name) => join(root, name));
  const read = inputs.filter((path) => !folders.includes(path));
  return {
    files: new Set([...read, ...environmentFiles, ...scriptFiles(project)]),
    folders: new Set(folders),
    data: new Set(dataFiles(project, sourceTypes)),
  };
}

/** The folder below which everything that a pattern can match lies. */
export function patternFolder(pattern: string): string {
  return dirname(`${pattern.slice(0, pattern.search(/[*?[]/))}x`);
}

export function isPattern(path: string): boolean {
  return /[*?[]/.test(path);
}

function scriptFiles(project: Project): string[] {
  const named = project.models.flatMap((model) =>
    model.type === "script" ? model.args.map((arg) => resolve(model.directory, arg)) : [],
  );
  return named.filter((path) => path.startsWith(project.root + sep) && isFile(path));
}

/** Those of sources, where paths are the only absolute texts, and those that scripts are said to read. */
function dataFiles(project: Project, sourceTypes: SourceTypes): string[] {
  const paths = project.sources.flatMap((source) => {
    const { config } = resolveSource(source, project.environment, sourceTypes);
    return config ? absolutePaths(Object.values(config)) : [];
  });
  const declared = project.models.flatMap((model) => (model.type === "script" ? model.inputs : []));
  return [...paths, ...declared].filter((path) =>
    isPattern(path) ? isFolder(patternFolder(path)) : !isFolder(path),
  );
}

function absolutePaths(value: ConfigValue): string[] {
  if (typeof value === "string") return isAbsolute(value) ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap((part: ConfigValue) => absolutePaths(part));
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
