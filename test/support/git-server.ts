/**
 * Repositories on this machine that Git takes for those of `https://github.com`, so that includes
 * are tested as they are written.
 */
import { execFileSync } from "node:child_process";
import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { temporaryFolder, writeFiles } from "./project.js";

export interface GitServer {
  /** The environment in which `https://github.com/…` is this server. */
  readonly env: Readonly<Record<string, string>>;
  /**
   * Commits these files as the whole content of a repository such as `org/shared`, with a tag;
   * yields the commit.
   */
  commit(name: string, files: Readonly<Record<string, string>>, tag?: string): Promise<string>;
  /** Adds a symbolic link to the next commit of a repository. */
  link(name: string, path: string, target: string): Promise<void>;
  /** Nothing answers any more. */
  stop(): Promise<void>;
}

export async function startGitServer(): Promise<GitServer> {
  const folder = await temporaryFolder();
  const served = join(folder, "served");
  const config = join(folder, "gitconfig");
  const settings = [
    `[url "${pathToFileURL(served).href}/"]\n  insteadOf = https://github.com/`,
    "[user]\n  name = Tester\n  email = tester@example.com",
    "[init]\n  defaultBranch = main",
  ];
  await mkdir(served);
  await writeFile(config, `${settings.join("\n")}\n`);
  const env = { GIT_CONFIG_GLOBAL: config, GIT_CONFIG_NOSYSTEM: "1", GIT_ALLOW_PROTOCOL: "file" };
  const git = (cwd: string, ...args: string[]) =>
    execFileSync("git", args, {
      cwd,
      encoding: "utf8",
      env: { PATH: process.env["PATH"], HOME: folder, ...env },
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();

  async function workTree(name: string): Promise<string> {
    const work = join(folder, "work", name);
    const bare = join(served, `${name}.git`);
    await mkdir(work, { recursive: true });
    await mkdir(bare, { recursive: true });
    git(bare, "init", "--quiet", "--bare");
    git(work, "init", "--quiet");
    return work;
  }

  return {
    env,
    async commit(name, files, tag) {
      const work = await workTree(name);
      await writeFiles(work, files);
      git(work, "add", "--all", "--force");
      git(work, "commit", "--quiet", "--message", "Files");
      if (tag !== undefined) git(work, "tag", "--force", tag);
      git(work, "push", "--quiet", "--force", "--tags", join(served, `${name}.git`), "main");
      return git(work, "rev-parse", "HEAD");
    },
    async link(name, path, target) {
      await symlink(target, join(await workTree(name), path));
    },
    stop: () => rm(served, { recursive: true }),
  };
}
