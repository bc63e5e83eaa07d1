import { realpath } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import type { Diagnostic } from "../../contract/diagnostic.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import type { Environment } from "../project.js";
import type { ParsedFile } from "../yaml-node.js";
import { guessCompat, statedCompat } from "./compat.js";
import { parseIncludes, type IncludeEntry } from "./include-entry.js";
import { findIncludedFiles, type IncludedFile } from "./include-files.js";
import type { Renderer } from "./jinja/renderer.js";
import { parseFile } from "./parse-file.js";
import { readSourceText } from "./source-text.js";

export interface ProjectFilesOptions {
  readonly root: string;
  readonly environment: Environment;
  readonly variables: Readonly<Record<string, string>>;
  readonly now: Date;
  readonly renderer: Renderer;
}

/** Collects the files of one project: the root, then its includes, each before its own. */
export class ProjectFiles {
  readonly files: ParsedFile[] = [];
  readonly diagnostics: Diagnostic[] = [];
  readonly sources = new Map<string, string>();
  readonly inputs: string[] = [];
  compat = false;
  /** By real path: the chain of files by which each came. */
  readonly #chains = new Map<string, readonly string[]>();

  constructor(private readonly options: ProjectFilesOptions) {}

  /** Reads the root file, which decides about compat mode, and everything that it includes. */
  async readAll(name: string, compatByName: boolean): Promise<void> {
    const path = join(this.options.root, name);
    this.#chains.set(await realpath(path), [name]);
    const text = await this.#readText(path, name);
    if (text === undefined) return;
    const guess = guessCompat(text) ?? compatByName;
    let parsed = await this.#parse(path, name, text, guess);
    this.compat = statedCompat(parsed.file.root) ?? guess;
    if (this.compat !== guess) parsed = await this.#parse(path, name, text, this.compat);
    await this.#accept(parsed, path, [name]);
  }

  async #read(path: string, chain: readonly string[]): Promise<void> {
    const name = this.#nameOf(path);
    const text = await this.#readText(path, name);
    if (text === undefined) return;
    await this.#accept(await this.#parse(path, name, text, this.compat), path, chain);
  }

  async #readText(path: string, name: string): Promise<string | undefined> {
    this.inputs.push(path);
    const { text, diagnostics } = await readSourceText(path, name);
    this.diagnostics.push(...diagnostics);
    if (text !== undefined) this.sources.set(name, text);
    return text;
  }

  #parse(path: string, name: string, text: string, compat: boolean): ReturnType<typeof parseFile> {
    return parseFile({ ...this.options, path, name, text, compat });
  }

  async #accept(
    { file, inputs, diagnostics }: Awaited<ReturnType<typeof parseFile>>,
    path: string,
    chain: readonly string[],
  ): Promise<void> {
    this.files.push(file);
    this.inputs.push(...inputs);
    this.diagnostics.push(...diagnostics);
    for (const entry of parseIncludes(file.root, this.options.environment, this.diagnostics))
      await this.#include(entry, dirname(path), chain);
  }

  async #include(entry: IncludeEntry, directory: string, chain: readonly string[]): Promise<void> {
    const { root } = this.options;
    const found = await findIncludedFiles(entry, directory, root, this.diagnostics);
    this.inputs.push(...found.folders);
    for (const file of found.files) {
      const name = this.#nameOf(file.path);
      const before = this.#chains.get(file.realPath);
      if (before) {
        this.#reportRepeated(entry, file, before, chain, found.fromFolder);
        continue;
      }
      this.#chains.set(file.realPath, [...chain, name]);
      await this.#read(file.path, [...chain, name]);
    }
  }

  /** A folder's own including file lies in it by right; everything else that comes twice is said. */
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
