/**
 * The files of a commit, written without a checkout: so that no filter, hook, link or submodule
 * comes into play.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { runGit, type GitOptions, type GitOutcome } from "./run-git.js";

const MOST_FILES = 10_000;
const MOST_BYTES = 200_000_000;

interface Blob {
  readonly id: string;
  readonly path: string;
}

/** Writes the plain files of a commit into a folder. What is no plain file is left out. */
export async function writeCommitFiles(
  repository: string,
  commit: string,
  folder: string,
  options: GitOptions,
): Promise<{ readonly problem: string; readonly detail?: string } | undefined> {
  const git = (args: readonly string[], input?: string): Promise<GitOutcome> =>
    runGit(["-C", repository, ...args], { ...options, ...(input !== undefined && { input }) });
  const listed = await git(["ls-tree", "-r", "-z", "-l", "--full-tree", commit]);
  if (!("output" in listed)) return listed;
  const entries = treeEntries(listed.output.toString("utf8"));
  const bytes = entries.reduce((sum, { size }) => sum + size, 0);
  if (entries.length > MOST_FILES) return { problem: `it has more than ${MOST_FILES} files` };
  if (bytes > MOST_BYTES) return { problem: `its files take more than ${MOST_BYTES / 1e6} MB` };
  const unsafe = entries.find(({ path }) => !isSafePath(path));
  if (unsafe) return { problem: `it has a file of the name ${JSON.stringify(unsafe.path)}` };
  const contents = await git(["cat-file", "--batch"], entries.map(({ id }) => `${id}\n`).join(""));
  if (!("output" in contents)) return contents;
  await writeBlobs(entries, contents.output, folder);
  return undefined;
}

/**
 * Lines `<mode> <type> <id> <size>\t<path>` that end with NUL; links (120000) and submodules
 * (160000) are left out.
 */
function treeEntries(text: string): (Blob & { readonly size: number })[] {
  return text.split("\0").flatMap((line) => {
    const [, id, size, path] = /^100\d{3} blob ([0-9a-f]+) +(\d+)\t([^]+)$/.exec(line) ?? [];
    return id !== undefined && path !== undefined ? [{ id, path, size: Number(size) }] : [];
  });
}

/** Names that stay below the folder on every system, and that are no repository themselves. */
function isSafePath(path: string): boolean {
  return path
    .split("/")
    .every((name) => name !== "" && !/^\.{1,2}$|^\.git[. ]*$|[\\:]|^git~\d/i.test(name));
}

/** `<id> blob <size>\n<content>\n` for each, in the order asked. */
async function writeBlobs(blobs: readonly Blob[], output: Buffer, folder: string): Promise<void> {
  let at = 0;
  for (const { path } of blobs) {
    const lineEnd = output.indexOf(10, at);
    const size = Number(/ blob (\d+)$/.exec(output.toString("latin1", at, lineEnd))?.[1]);
    const start = lineEnd + 1;
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, output.subarray(start, start + size), { flag: "wx", mode: 0o644 });
    at = start + size + 1;
  }
}
