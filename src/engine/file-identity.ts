import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join, sep } from "node:path";

/** Beside a database file: changes that are not yet in it. */
const LOG_SUFFIXES = ["-wal", ".wal"];

/**
 * Path, size and time of a file, and of the write-ahead log beside it; for a pattern (`*`, `**`, `?`, `[…]`) those of
 * all files that it matches. A file that is not there is part of the answer, not an error.
 */
export async function fileIdentity(path: string): Promise<string> {
  const paths = /[*?[]/.test(path) ? await matchingFiles(path) : withLogs(path);
  const found = await Promise.all(paths.map(describeFile));
  return [path, ...found.filter((text) => text !== undefined)].join("\n");
}

function withLogs(path: string): string[] {
  return [path, ...LOG_SUFFIXES.map((suffix) => path + suffix)];
}

async function describeFile(path: string): Promise<string | undefined> {
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  // An empty log is what reading a database leaves behind.
  if (!found?.isFile() || (found.size === 0n && LOG_SUFFIXES.some((end) => path.endsWith(end)))) {
    return undefined;
  }
  return `${basename(path)} ${found.size} ${found.mtimeNs}`;
}

async function matchingFiles(pattern: string): Promise<string[]> {
  const folder = dirname(pattern.slice(0, pattern.search(/[*?[]/)) + "x");
  const expression = patternExpression(pattern.split(sep).join("/"));
  const entries = await readdir(folder, { recursive: true, encoding: "utf8" }).catch(() => []);
  return entries
    .map((entry) => join(folder, entry))
    .filter((path) => expression.test(path.split(sep).join("/")))
    .toSorted();
}

function patternExpression(pattern: string): RegExp {
  const source = pattern.replaceAll(/\*\*\/?|[*?]|\[[^\]]*\]|[.+^${}()|\\[\]]/g, (part) => {
    if (part.startsWith("**")) return ".*";
    if (part === "*") return "[^/]*";
    if (part === "?") return "[^/]";
    if (part.length > 1) return part.replace("[!", "[^");
    return `\\${part}`;
  });
  return new RegExp(`^${source}$`);
}
