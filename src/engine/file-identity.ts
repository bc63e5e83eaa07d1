import { stat } from "node:fs/promises";
import { dirname, relative } from "node:path";
import { globFiles } from "../disk/glob-files.js";
import { pathPattern, type PathGrammar, type PathPattern } from "../disk/path-pattern.js";

/** Beside a database file: changes that are not yet in it. */
const LOG_SUFFIXES = ["-wal", ".wal"];

const FIND: Record<PathGrammar, (pattern: PathPattern) => Promise<string[]>> = {
  glob: globFiles,
  async duckdb(pattern) {
    const { findFilesHere } = await import("../duckdb/find-files.js");
    // Whoever reads the files says why DuckDB refuses a pattern.
    return findFilesHere(pattern).catch(() => []);
  },
};

/**
 * Path, size and time of a file, and of the write-ahead log beside it; for a pattern those of all
 * files that it matches. A file that is not there is part of the answer, not an error.
 */
export async function fileIdentity(path: string, grammar: PathGrammar): Promise<string> {
  return [path, ...(await fileStates(path, grammar))].join("\n");
}

/** The same as one text for each file that is there. */
export async function fileStates(path: string, grammar: PathGrammar): Promise<string[]> {
  const pattern = pathPattern(path, grammar);
  const folder = pattern?.folder ?? dirname(path);
  const paths = pattern ? await FIND[grammar](pattern) : withLogs(path);
  const found = await Promise.all(paths.map((one) => describeFile(one, relative(folder, one))));
  return found.filter((text) => text !== undefined);
}

function withLogs(path: string): string[] {
  return [path, ...LOG_SUFFIXES.map((suffix) => path + suffix)];
}

async function describeFile(path: string, name: string): Promise<string | undefined> {
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  // An empty log is what reading a database leaves behind.
  if (!found?.isFile() || (found.size === 0n && LOG_SUFFIXES.some((end) => path.endsWith(end)))) {
    return undefined;
  }
  return `${name} ${found.size} ${found.mtimeNs}`;
}
