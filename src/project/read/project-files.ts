import { existsSync, realpathSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import type { Diagnostic } from "../../contract/diagnostic.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import type { Environment } from "../project.js";
import type { ParsedFile } from "../yaml-node.js";
import { guessCompat, statedCompat } from "./compat.js";
import { rootFileIn } from "./discover.js";
import { createEnvironment } from "./environment.js";
import { isGitInclude, LOCK_FILE, parseGitInclude, type Repositories } from "./git-include.js";
import { parseIncludes, type IncludeEntry } from "./include-entry.js";
import { findIncludedFiles, type IncludedFile } from "./include-files.js";
import type { Renderer } from "./jinja/renderer.js";
import { parseFile } from "./parse-file.js";
import { readSourceText } from "./source-text.js";

export interface ProjectFilesOptions {
  /** Absolute folder of the root file. */
  readonly root: string;
  readonly environment: Environment;
  readonly variables: Readonly<Record<string, string>>;
  readonly now: Date;
  readonly renderer: Renderer;
  /** Absent: Git repositories are not fetched. */
  readonly repositories?: Repositories | undefined;
}

/** Where a file belongs: which folder its paths may not leave, and what it may know. */
interface Home {
  readonly root: string;
  readonly environment: Environment;
  readonly variables: Readonly<Record<string, string>>;
  /** The same as `root`, of a fetched repository. */
  readonly repository?: string;
}

/** Collects the files of one project: the root, then its includes, each before its own. */
export class ProjectFiles {
  readonly files: ParsedFile[] = [];
  readonly diagnostics: Diagnostic[] = [];
  readonly sources = new Map<string, string>();
  readonly inputs: string[] = [];
  /** Includes of Git repositories, as written. */
  readonly repositories: string[] = [];
  compat = false;
  /** By real path: the chain of files by which each came. */
  readonly #chains = new Map<string, readonly string[]>();

  constructor(private readonly options: ProjectFilesOptions) {}

  /** Reads the root file, which decides about compat mode, and everything that it includes. */
  async readAll(name: string, compatByName: boolean): Promise<void> {
    const path = join(this.options.root, name);
    this.#chains.set(realpathSync.native(path), [name]);
    const text = this.#readText(path, name);
    if (text === undefined) return;
    const guess = guessCompat(text) ?? compatByName;
    const home = this.options;
    let parsed = await this.#parse(path, name, text, guess, home);
    this.compat = statedCompat(parsed.file.root) ?? guess;
    if (this.compat !== guess) parsed = await this.#parse(path, name, text, this.compat, home);
    await this.#accept(parsed, path, [name], home);
  }

  async #read(path: string, chain: readonly string[], home: Home): Promise<void> {
    const name = this.#nameOf(path);
    const text = this.#readText(path, name);
    if (text === undefined) return;
    await this.#accept(await this.#parse(path, name, text, this.compat, home), path, chain, home);
  }

  #readText(path: string, name: string): string | undefined {
    this.inputs.push(path);
    const { text, diagnostics } = readSourceText(path, name);
    this.diagnostics.push(...diagnostics);
    if (text !== undefined) this.sources.set(name, text);
    return text;
  }

  async #parse(
    path: string,
    name: string,
    text: string,
    compat: boolean,
    { root, environment, variables, repository }: Home,
  ): ReturnType<typeof parseFile> {
    const { now, renderer } = this.options;
    const knows = { root, environment, variables, now, renderer };
    if (repository === undefined) return parseFile({ ...knows, path, name, text, compat });
    const parsed = await parseFile({ ...knows, path, name, text, compat, repository });
    const { refuseEnvironment } = await import("./refuse-environment.js");
    return refuseEnvironment(parsed, name, text);
  }

  async #accept(
    { file, inputs, diagnostics }: Awaited<ReturnType<typeof parseFile>>,
    path: string,
    chain: readonly string[],
    home: Home,
  ): Promise<void> {
    this.files.push(file);
    this.inputs.push(...inputs);
    this.diagnostics.push(...diagnostics);
    for (const entry of parseIncludes(file.root, home.environment, this.diagnostics)) {
      if (isGitInclude(entry.path) && !existsSync(resolve(dirname(path), entry.path)))
        await this.#includeRepository(entry, chain, home);
      else await this.#include(entry, dirname(path), chain, home);
    }
  }

  /**
   * Adds the file that a repository's include stands for, and what that includes of the same
   * repository.
   */
  async #includeRepository(
    entry: IncludeEntry,
    chain: readonly string[],
    home: Home,
  ): Promise<void> {
    const { path, at } = entry;
    const { root, repositories } = this.options;
    if (home.repository !== undefined) {
      const what = "includes of other repositories";
      this.diagnostics.push(createDiagnostic("include-git-refused", { what }, { at }));
      return;
    }
    const address = parseGitInclude(path);
    if ("problem" in address) {
      const { problem } = address;
      this.diagnostics.push(createDiagnostic("include-git-invalid", { path, problem }, { at }));
      return;
    }
    this.repositories.push(path);
    if (!repositories) {
      const code = this.compat ? "include-git-skipped" : "include-git";
      this.diagnostics.push(createDiagnostic(code, { path }, { at }));
      return;
    }
    const { url, ref } = address;
    this.inputs.push(join(root, LOCK_FILE));
    const checkout = await repositories.checkout(address, root);
    if ("problem" in checkout) {
      const { problem, detail, hint } = checkout;
      const context = { at, detail, hint };
      this.diagnostics.push(createDiagnostic("include-git-failed", { url, ref, problem }, context));
      return;
    }
    const { folder } = checkout;
    const file = address.file ?? rootFileIn(folder)?.name;
    if (file === undefined || !existsSync(join(folder, file))) {
      const words = { path, ...(file !== undefined && { file }) };
      this.diagnostics.push(createDiagnostic("include-git-file-missing", words, { at }));
      return;
    }
    const own = {
      root: folder,
      environment: createEnvironment(this.options.environment.name, {}),
      variables: {},
      repository: folder,
    };
    await this.#include({ ...entry, path: file }, folder, chain, own);
  }

  async #include(
    entry: IncludeEntry,
    directory: string,
    chain: readonly string[],
    home: Home,
  ): Promise<void> {
    const found = findIncludedFiles(entry, directory, home.root, this.diagnostics);
    this.inputs.push(...found.folders);
    for (const file of found.files) {
      const name = this.#nameOf(file.path);
      const before = this.#chains.get(file.realPath);
      if (before) {
        this.#reportRepeated(entry, file, before, chain, found.fromFolder);
        continue;
      }
      this.#chains.set(file.realPath, [...chain, name]);
      await this.#read(file.path, [...chain, name], home);
    }
  }

  /**
   * A folder's own including file lies in it by right; everything else that comes twice is
   * reported.
   */
  #reportRepeated(
    { at }: IncludeEntry,
    { path }: IncludedFile,
    before: readonly string[],
    chain: readonly string[],
    fromFolder: boolean,
  ): void {
    const name = this.#nameOf(path);
    const open = chain.indexOf(before.at(-1) ?? name);
    if (open >= 0 && fromFolder) return;
    this.diagnostics.push(
      open >= 0
        ? createDiagnostic("include-cycle", { chain: [...chain.slice(open), name] }, { at })
        : createDiagnostic("include-duplicate", { file: name, chain: before }, { at }),
    );
  }

  #nameOf(path: string): string {
    return relative(this.options.root, path).split(sep).join("/");
  }
}
