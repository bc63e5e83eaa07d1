import { statSync } from "node:fs";
import { resolve } from "node:path";
import type { Diagnostic } from "../contract/diagnostic.js";
import { disclose, type ReadProject } from "../project/disclosure.js";
import { loadProject } from "../project/load-project.js";
import type { Project } from "../project/project.js";
import { createRenderer, type Renderer } from "../project/read/jinja/renderer.js";
import type { GitAddress, Repositories } from "../project/read/git-include.js";
import { readPlugin } from "../sources/plugins.js";
import { SOURCE_TYPES } from "../sources/registry.js";
import type { CommandContext, CommonOptions } from "./command.js";
import { singleLine } from "./text/plain-text.js";
import { wrongUsage } from "./usage.js";

/** A project as it was read, and the way to read it again. */
export interface OpenedProject extends ReadProject {
  /**
   * Reads it again, as it is on the disk now. The template engine is kept for the next time, until
   * `close`.
   */
  reload(): Promise<ReadProject>;
  /** Ends that engine; needed only after `reload`. */
  close(): Promise<void>;
}

/**
 * Reads the project that the common options name; faults of the project are in its diagnostics. One
 * that includes Git repositories is read a second time with their files once it is trusted; `asks`
 * is set by commands that ask their user.
 */
export async function openProject(
  options: CommonOptions,
  { terminal, signal, kept }: CommandContext,
  { asks = false }: { readonly asks?: boolean } = {},
): Promise<OpenedProject> {
  const directory = resolve(terminal.directory, options.projectDir ?? ".");
  if (!isFolder(directory)) {
    throw wrongUsage(`\`${options.projectDir ?? directory}\` is not a folder.`);
  }
  let root: string | undefined;
  const read = (renderer?: Renderer, repositories?: Repositories) =>
    loadProject({
      directory,
      ...(root !== undefined && { root }),
      ...(options.environment !== undefined && { environment: options.environment }),
      ...(options.dbtProfile !== undefined && { dbtProfile: options.dbtProfile }),
      ...(options.dbtTarget !== undefined && { dbtTarget: options.dbtTarget }),
      processEnv: terminal.env,
      sourceTypes: SOURCE_TYPES,
      readPlugin,
      ...(renderer && { renderer }),
      ...(repositories && { repositories }),
    });
  async function load(mayAsk: boolean, renderer?: Renderer): Promise<Project> {
    const found = await read(renderer);
    if (found.repositories.length === 0) return found;
    const { decideFetch } = await import("./trust.js");
    const { ask, ...silent } = terminal;
    const trusted = await decideFetch(found, options.trust, mayAsk && ask ? terminal : silent);
    if (!trusted) return found;
    const { createRepositories } = await import("../trust/git/repositories.js");
    const { updateIncludes: update = false } = options;
    const onFetch = ({ url, ref }: GitAddress) =>
      terminal.err.write(`Fetching ${singleLine(`${url} at ${ref}`)} …\n`);
    return read(renderer, createRepositories({ env: terminal.env, signal, update, onFetch }));
  }
  let renderer: Renderer | undefined;
  const first = await load(asks, kept?.renderer);
  if (first.inputs.length > 0) ({ root } = first);
  return {
    ...disclose(first),
    reload: async () => disclose(await load(false, (renderer ??= createRenderer()))),
    close: async () => renderer?.close(),
  };
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** How many of the diagnostics are errors. */
export function errorsIn(diagnostics: readonly Diagnostic[]): number {
  return diagnostics.filter(({ severity }) => severity === "error").length;
}

/** True when reading ended with errors and left nothing that could run or be shown. */
export function isUnusable(project: Project): boolean {
  return project.objects.size === 0 && errorsIn(project.diagnostics) > 0;
}
