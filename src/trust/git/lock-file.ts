import { join } from "node:path";
import { LOCK_FILE } from "../../project/read/git-include.js";
import { writeDurably } from "../../disk/durable-file.js";
import { isErrorCode } from "../../disk/error-code.js";
import { readPlainText } from "../../disk/plain-file.js";

/** Commits by `<address>@<version>`. */
export type PinnedCommits = Readonly<Record<string, string>>;

const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** Empty when there is no lock file; what is wrong with one that cannot be used. */
export async function readLockFile(
  root: string,
): Promise<{ readonly commits: PinnedCommits } | { readonly problem: string }> {
  let text: string;
  try {
    text = await readPlainText(join(root, LOCK_FILE));
  } catch (error) {
    if (isErrorCode(error, "ENOENT")) return { commits: {} };
    return { problem: "it is not readable" };
  }
  const commits = commitsIn(text);
  return commits ? { commits } : { problem: "it is not what Headwater writes" };
}

/** Replaces the lock file: what is not among the commits is pinned no longer. */
export async function writeLockFile(root: string, commits: PinnedCommits): Promise<void> {
  const includes = Object.fromEntries(
    Object.entries(commits).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
  await writeDurably(
    join(root, LOCK_FILE),
    `${JSON.stringify({ version: 1, includes }, undefined, 2)}\n`,
  );
}

function commitsIn(text: string): PinnedCommits | undefined {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof content !== "object" || content === null) return undefined;
  if (!("version" in content) || content.version !== 1 || !("includes" in content))
    return undefined;
  const { includes } = content;
  if (typeof includes !== "object" || includes === null) return undefined;
  const entries: [string, unknown][] = Object.entries(includes);
  const pinned = entries.filter(
    (entry): entry is [string, string] => typeof entry[1] === "string" && COMMIT.test(entry[1]),
  );
  return pinned.length === entries.length ? Object.fromEntries(pinned) : undefined;
}
