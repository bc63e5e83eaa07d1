/**
 * dbt_project.yml ─▶ profile and target folder ─▶ profiles.yml (Jinja, YAML) ─▶ sources
 *                                              └▶ manifest.json ─────────────▶ models on the chosen output
 *
 * Both come in as a file of the project that was never written. Nothing of dbt is run.
 */
import { realpath } from "node:fs/promises";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import type { Diagnostic } from "../../contract/diagnostic.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import { createRenderer, type Renderer } from "../read/jinja/renderer.js";
import { isInside } from "../read/inside.js";
import { parseFile } from "../read/parse-file.js";
import { readSourceText } from "../read/source-text.js";
import { createList, createMap } from "../read/yaml/tree.js";
import type { ReadResult } from "../read-result.js";
import { configOf } from "../schema/config-value.js";
import type { SourceTypes } from "../source-types.js";
import type { ParsedFile, YamlEntry, YamlMap } from "../yaml-node.js";
import { filledText } from "./filled-text.js";
import { manifestModels, type DbtModel } from "./manifest.js";
import { chooseOutput, made, profileSources, sourceName } from "./profiles.js";
import { dbtSettings, type DbtSettings } from "./settings.js";
import { readPlainText } from "../../disk/plain-file.js";

export interface DbtOptions {
  /** Instead of those that `dbt_project.yml` and the profile name. */
  readonly dbtProfile?: string;
  readonly dbtTarget?: string;
  readonly sourceTypes: SourceTypes;
  /** Stays open. Absent: one is started and ended here. */
  readonly renderer?: Renderer;
  /** What `now()` gives in templates; the present when absent. */
  readonly now?: Date;
}

/**
 * The same with the sources and models of dbt after those of the root file, when it asks for them.
 */
export async function withDbt(read: ReadResult, options: DbtOptions): Promise<ReadResult> {
  const [rootFile, ...others] = read.files;
  const settings = dbtSettings(rootFile?.root);
  if (!rootFile || !settings) return read;
  const renderer = options.renderer ?? createRenderer();
  const reader = new DbtReader(read, settings, { ...options, renderer });
  try {
    const found = await reader.read();
    const outputFile =
      settings.outputFile === undefined ? undefined : resolve(read.root, settings.outputFile);
    // Version 1.0 wrote there what now comes in directly; an include of it would bring all of it
    // twice.
    const kept = others.filter(({ file }) => resolve(read.root, file) !== outputFile);
    return {
      ...read,
      files: [rootFile, ...found.map(({ file }) => file), ...kept],
      sourceFiles: { get: (name) => reader.sources.get(name) ?? read.sourceFiles.get(name) },
      inputs: [...new Set([...read.inputs, ...reader.inputs])],
      diagnostics: [...read.diagnostics, ...reader.diagnostics],
      dbt: {
        sources: found.flatMap(({ sources }) => sources.map(configOf)),
        models: found.flatMap(({ models }) => models.map(configOf)),
        ...(outputFile !== undefined && { outputFile }),
      },
    };
  } finally {
    if (!options.renderer) await renderer.close();
  }
}

interface Found {
  readonly file: ParsedFile;
  readonly sources: readonly YamlMap[];
  readonly models: readonly YamlMap[];
}

class DbtReader {
  readonly diagnostics: Diagnostic[] = [];
  readonly inputs: string[] = [];
  readonly sources = new Map<string, string>();

  constructor(
    private readonly project: ReadResult,
    private readonly settings: DbtSettings,
    private readonly options: DbtOptions & { readonly renderer: Renderer },
  ) {}

  /** Empty when a file is missing, which is reported. */
  async read(): Promise<Found[]> {
    const { root } = this.project;
    const folder = resolve(root, this.settings.projectFolder);
    const [dbtProject, profiles] = [
      await this.#tree(join(folder, "dbt_project.yml"), "dbt_project_yml_location"),
      await this.#tree(
        join(resolve(root, this.settings.profilesFolder), "profiles.yml"),
        "profiles_yml_location",
      ),
    ];
    if (!dbtProject || !profiles) return [];
    const { dbtProfile, dbtTarget, sourceTypes } = this.options;
    const { settings, diagnostics } = this;
    const { environment } = this.project;
    const profile = dbtProfile ?? filledText(dbtProject, "profile", environment, diagnostics);
    const wanted = { profile, target: dbtTarget };
    const chosen = chooseOutput(profiles, wanted, { settings, environment, diagnostics });
    const sources = profileSources(profiles, chosen, {
      prefix: settings.prefix,
      directory: folder,
      sourceTypes,
      diagnostics,
    });
    const name = chosen && sourceName(settings.prefix, chosen);
    const isKnown = sources.some(
      (source) => filledText(source, "name", environment, diagnostics) === name,
    );
    const written = name !== undefined && isKnown ? await this.#models(dbtProject, folder) : [];
    return [this.#found(sources, written, name ?? "")];
  }

  async #models(dbtProject: YamlMap, folder: string): Promise<DbtModel[]> {
    const { environment } = this.project;
    const target =
      environment.get("DBT_TARGET_PATH") ??
      filledText(dbtProject, "target-path", environment, this.diagnostics) ??
      "target";
    const path = join(resolve(folder, target), "manifest.json");
    if (!(await this.#mayRead(path))) return [];
    const { prefix, at } = this.settings;
    const file = this.#nameOf(path);
    try {
      return manifestModels(await readPlainText(path), prefix, at, this.diagnostics);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException; // of reading or of JSON.parse, both are Errors
      this.diagnostics.push(
        code === "ENOENT"
          ? createDiagnostic("dbt-manifest-missing", { file }, { at })
          : createDiagnostic("dbt-file-invalid", { file, reason: code ?? message }, { at }),
      );
      return [];
    }
  }

  /** The mapping of a YAML file; undefined when there is none, which is reported. */
  async #tree(path: string, field: string): Promise<YamlMap | undefined> {
    if (!(await this.#mayRead(path))) return undefined;
    const { at } = this.settings;
    const name = this.#nameOf(path);
    if ((await realpath(path).catch(() => undefined)) === undefined) {
      this.diagnostics.push(createDiagnostic("dbt-file-missing", { file: name, field }, { at }));
      return undefined;
    }
    const { text, diagnostics } = readSourceText(path, name);
    this.diagnostics.push(...diagnostics);
    if (text === undefined) return undefined;
    this.sources.set(name, text);
    const { environment, root, compat } = this.project;
    const { renderer, now = new Date() } = this.options;
    const variables = environment.variables();
    const parsed = await parseFile({
      path,
      name,
      root,
      compat,
      environment,
      variables,
      now,
      renderer,
      text: withoutDbtFilters(text),
    });
    this.diagnostics.push(...parsed.diagnostics);
    this.inputs.push(...parsed.inputs);
    const tree = parsed.file.root;
    if (tree?.kind === "map") return tree;
    if (parsed.diagnostics.length === 0) {
      const words = { file: name, reason: "it is no mapping" };
      this.diagnostics.push(createDiagnostic("dbt-file-invalid", words, { at }));
    }
    return undefined;
  }

  /**
   * As for includes: a project reads nothing outside its own folder. The file is watched also while
   * it is missing.
   */
  async #mayRead(path: string): Promise<boolean> {
    const { root } = this.project;
    const real = await realpath(path).catch(() => path);
    const inside = isInside(root, path) && (isInside(await realpath(root), real) || real === path);
    if (inside) this.inputs.push(path);
    else {
      const words = { file: this.#nameOf(path) };
      this.diagnostics.push(
        createDiagnostic("dbt-outside-project", words, { at: this.settings.at }),
      );
    }
    return inside;
  }

  #nameOf(path: string): string {
    const name = relative(this.project.root, path).split(sep).join("/");
    return isAbsolute(name) ? path : name;
  }

  /**
   * A file that nobody wrote: its sources have their places in `profiles.yml`, its models at the
   * key `dbt`.
   */
  #found(sources: readonly YamlMap[], written: readonly DbtModel[], source: string): Found {
    const { at } = this.settings;
    const file: Mutable<ParsedFile> = {
      file: "dbt",
      directory: this.project.root,
      text: "",
      locate: () => at,
    };
    const models = written.map((model) => modelNode(file, model, source));
    const list = (key: string, items: readonly YamlMap[]): YamlEntry => ({
      key,
      keyStart: 0,
      keyEnd: 0,
      value: createList(file, 0, 0, items),
    });
    file.root = createMap(file, 0, 0, [list("sources", sources), list("models", models)]);
    return { file, sources, models };
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function modelNode(file: ParsedFile, model: DbtModel, source: string): YamlMap {
  const { tags, ...texts } = model;
  const map = createMap(file, 0, 0, []);
  const entries = made(map, { ...texts, source: `ref(${source})` });
  if (tags) {
    const items = made(map, Object.fromEntries(tags.map((tag) => [tag, tag])));
    const value = createList(
      file,
      0,
      0,
      items.map((item) => item.value),
    );
    entries.push({ key: "tags", keyStart: 0, keyEnd: 0, value });
  }
  return createMap(file, 0, 0, entries);
}

/**
 * dbt's own filters for types: what they do happens anyway. Blanks in their place keep all
 * positions.
 */
function withoutDbtFilters(text: string): string {
  return text.replace(/\|\s*as_(?:number|native|bool|text)\b/g, (filter) =>
    " ".repeat(filter.length),
  );
}
