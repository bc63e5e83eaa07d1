/**
 * Includes of Git repositories as they are written: `org/repo.git@ref`,
 * `https://host/org/repo.git@ref`, `… -- file.yml`.
 */

/**
 * Beside the root file, for version control: everyone who opens the project reads the same commits.
 */
export const LOCK_FILE = "headwater.lock";

/** A version of a repository, and the file of it that is included. */
export interface GitAddress {
  /** `https://…/repo.git`. */
  readonly url: string;
  /** A tag, a branch or a whole commit hash. */
  readonly ref: string;
  /** Relative to the repository's root; absent: its own project file. */
  readonly file?: string;
}

/** Where the files of a repository lie, or why they cannot be had. */
export type Checkout =
  | { readonly folder: string }
  | { readonly problem: string; readonly detail?: string; readonly hint?: string };

/** Fetches repositories; a project is read with it only when its user trusts the project. */
export interface Repositories {
  /**
   * The version that the lock file beside the root file pins; the first time it is fetched and
   * pinned. Never rejects.
   */
  checkout(address: GitAddress, root: string): Promise<Checkout>;
}

const GIT = /\.git(?:@|\s|$)|^(?:https?|ssh|git|file):|^git@/;
const PARTS = /^(.+?\.git)(?:@(\S*))?(?:\s+--\s+(\S.*?))?\s*$/;
const SHORT = /^[\w-][\w.-]*\/[\w-][\w.-]*\.git$/;
const FULL = /^https:\/\/[a-z0-9][a-z0-9.-]*(?::\d+)?(?:\/[\w-][\w.~-]*)+\.git$/i;
/** Nothing that Git would take for an option, a range or a mapping of names. */
const REF = /^(?!.*(?:\.\.|@\{|\/\/))[\w][\w./+-]*$/;

/** Whether a path names a repository; `.github/x.yml` does not. */
export function isGitInclude(path: string): boolean {
  return GIT.test(path);
}

/** The parts of such a path, or what is wrong with it. */
export function parseGitInclude(path: string): GitAddress | { readonly problem: string } {
  const [, repository = "", ref, file] = PARTS.exec(path) ?? [];
  const url = SHORT.test(repository) ? `https://github.com/${repository}` : repository;
  if (!FULL.test(url)) return { problem: addressProblem(path) };
  if (ref === undefined || ref === "") return { problem: "it names no version" };
  if (!REF.test(ref)) return { problem: `\`${ref}\` is not a tag, a branch or a commit` };
  if (file === undefined) return { url, ref };
  const isBelow = !file.startsWith("/") && !file.includes("\\") && !file.split("/").includes("..");
  return isBelow ? { url, ref, file } : { problem: `\`${file}\` is not a file of the repository` };
}

function addressProblem(path: string): string {
  if (/^https:\/\/[^/]*@/i.test(path)) return "an address must not hold a user or a token";
  if (/^(?!https:)[a-z]+:\/\/|^git@/i.test(path)) return "only `https` addresses are fetched";
  return "it is not the address of a repository";
}
