/**
 * Paths that stand for several files. Two grammars are in use: ours for what Headwater looks up
 * itself (`glob-matcher.ts`), and DuckDB's for what DuckDB reads, which is always asked for the
 * files (`duckdb/find-files.ts`).
 *
 * In both, a name that is on disk as it is written is meant literally, whatever characters it has.
 */
import { join, parse, sep } from "node:path";
import { duckDbPatternFault } from "./duckdb-pattern.js";
import { isFile, isFolder } from "./existing.js";
import { globFault } from "./glob-matcher.js";
import type { PatternFault } from "./pattern-fault.js";

export type PathGrammar = "glob" | "duckdb";

export interface PathPattern {
  /** Absolute; all that the pattern matches lies below it. */
  readonly folder: string;
  /** Relative to the folder, with `/` between names. */
  readonly pattern: string;
}

/**
 * A backslash stands between names on Windows; elsewhere it is an escape in our grammar and nothing
 * special in DuckDB's.
 */
const WILDCARDS: Record<PathGrammar, RegExp> = { glob: /[*?[{\\]/, duckdb: /[*?[]/ };

const FAULTS: Record<PathGrammar, (pattern: string) => PatternFault | undefined> = {
  glob: globFault,
  duckdb: duckDbPatternFault,
};

/**
 * Reads an absolute path as a pattern; undefined for the path of one file, whether that exists or
 * not. Folders that exist by a name with wildcards are no part of the pattern.
 */
export function pathPattern(path: string, grammar: PathGrammar): PathPattern | undefined {
  const { root } = parse(path);
  const names = path.slice(root.length).split(sep === "\\" ? /[\\/]/ : "/");
  const isWild = (name: string): boolean => WILDCARDS[grammar].test(name);
  if (!names.some(isWild) || isFile(path)) return undefined;
  let folder = root;
  for (const [index, name] of names.entries()) {
    const below = join(folder, name);
    if (isWild(name) && !isFolder(below)) return { folder, pattern: names.slice(index).join("/") };
    folder = below;
  }
  return undefined;
}

/** What is wrong with the pattern in an absolute path; undefined for the path of one file. */
export function pathPatternFault(path: string, grammar: PathGrammar): PatternFault | undefined {
  const found = pathPattern(path, grammar);
  return found && FAULTS[grammar](found.pattern);
}
