/**
 * Fetches included repositories: address → commit (from the lock file, else asked of the server) →
 * its files in `.headwater/includes/<name>@<commit>`, which is complete when it is there and is
 * then read without a network.
 */
import { mkdir, mkdtemp, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import {
  LOCK_FILE,
  type Checkout,
  type GitAddress,
  type Repositories,
} from "../../project/read/git-include.js";
import { isErrorCode } from "../../disk/error-code.js";
import { readLockFile, writeLockFile, type PinnedCommits } from "./lock-file.js";
import { writeCommitFiles } from "./read-files.js";
import { runGit } from "./run-git.js";

export interface RepositoriesOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** Asks the servers for the present commits instead of taking those of the lock file. */
  readonly update?: boolean;
  /** Called before a server is asked, which may take a while. */
  readonly onFetch?: (address: GitAddress) => void;
}

/** Below the project's root; hidden, so that no included folder contains it. */
const CACHE = ".headwater";

/** Fetches one repository at a time; each version once. */
export function createRepositories(options: RepositoriesOptions): Repositories {
  const known = new Map<string, Promise<Checkout>>();
  let queue: Promise<unknown> = Promise.resolve();
  return {
    checkout(address, root) {
      const key = keyOf(address);
      const before = known.get(key);
      if (before) return before;
      const made = queue.then(() => checkout(address, root, options));
      queue = made;
      known.set(key, made);
      return made;
    },
  };
}

function keyOf({ url, ref }: GitAddress): string {
  return `${url}@${ref}`;
}

async function checkout(
  address: GitAddress,
  root: string,
  options: RepositoriesOptions,
): Promise<Checkout> {
  const lock = await readLockFile(root);
  if ("problem" in lock) {
    return { problem: `\`${LOCK_FILE}\` cannot be used: ${lock.problem}`, hint: LOCK_HINT };
  }
  const pinned = lock.commits[keyOf(address)];
  const wanted = options.update ? undefined : pinned;
  const cached = wanted === undefined ? undefined : folderOf(address, wanted, root);
  if (cached !== undefined && (await isThere(cached))) return { folder: cached };
  options.onFetch?.(address);
  try {
    return await fetchCommit(address, wanted, root, lock.commits, options);
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
    return { problem: `its files cannot be written (${String(error.code)})` };
  }
}

const LOCK_HINT = "Take it from version control, or delete it to pin the present commits.";

async function fetchCommit(
  address: GitAddress,
  wanted: string | undefined,
  root: string,
  commits: PinnedCommits,
  options: RepositoriesOptions,
): Promise<Checkout> {
  const cache = await cacheFolder(root);
  const work = await mkdtemp(join(cache, "fetch-"));
  const bare = join(work, "repository");
  const git = (...args: string[]) => runGit(args, options);
  try {
    const made = await git("init", "--quiet", "--bare", "--template=", bare);
    if (!("output" in made)) return made;
    const version = wanted ?? address.ref;
    const fetched = await git(
      "-C",
      bare,
      "fetch",
      "--quiet",
      "--depth=1",
      "--no-tags",
      "--no-recurse-submodules",
      "--",
      address.url,
      version,
    );
    if (!("output" in fetched)) return { ...fetched, hint: fetchHint(wanted, fetched.problem) };
    const named = await git("-C", bare, "rev-parse", "--verify", "FETCH_HEAD^{commit}");
    if (!("output" in named)) return named;
    const commit = named.output.toString("utf8").trim();
    const files = join(work, "files");
    await mkdir(files);
    const failed = await writeCommitFiles(bare, commit, files, options);
    if (failed) return failed;
    const folder = folderOf(address, commit, root);
    await moveInto(files, folder);
    if (commits[keyOf(address)] !== commit) {
      await writeLockFile(root, { ...commits, [keyOf(address)]: commit });
    }
    return { folder };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function fetchHint(wanted: string | undefined, problem: string): string {
  if (wanted !== undefined && problem === "it has no such version") {
    return `The commit that \`${LOCK_FILE}\` pins is gone. Pin the present one with \`headwater compile --trust --update-includes\`.`;
  }
  return "The version is a tag, a branch or a whole commit hash; a private repository needs Git's own login.";
}

/** Named after the commit, so that it never changes. */
function folderOf({ url }: GitAddress, commit: string, root: string): string {
  return join(root, CACHE, "includes", `${basename(url, ".git")}@${commit}`);
}

/** The folder ignores itself, so that no project needs a line for it. */
async function cacheFolder(root: string): Promise<string> {
  const folder = join(root, CACHE, "includes");
  await mkdir(folder, { recursive: true });
  await writeFile(join(root, CACHE, ".gitignore"), "*\n");
  return folder;
}

/** Another process may have been faster: its files are the same. */
async function moveInto(files: string, folder: string): Promise<void> {
  try {
    await rename(files, folder);
  } catch (error) {
    if (!isErrorCode(error, "ENOTEMPTY") && !isErrorCode(error, "EEXIST")) throw error;
  }
}

async function isThere(folder: string): Promise<boolean> {
  return (await stat(folder).catch(() => undefined))?.isDirectory() ?? false;
}
