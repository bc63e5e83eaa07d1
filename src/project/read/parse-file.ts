import { dirname } from "node:path";
import type { Diagnostic } from "../../contract/diagnostic.js";
import type { Environment } from "../project.js";
import type { ParsedFile, YamlNode } from "../yaml-node.js";
import type { Renderer } from "./jinja/renderer.js";
import { hasTemplate } from "./jinja/template-scanner.js";
import { locateDirectly, type Locate } from "./positions.js";
import { parseYaml } from "./yaml/parse-yaml.js";

export interface FileInput {
  /** Absolute. */
  readonly path: string;
  /** Relative to the project's root, `/` separators. */
  readonly name: string;
  readonly text: string;
  readonly compat: boolean;
  /** Absolute folder outside which a template reads nothing. */
  readonly root: string;
  readonly environment: Environment;
  /** All of `environment`, for the template engine. */
  readonly variables: Readonly<Record<string, string>>;
  /** What `now()` gives in templates. */
  readonly now: Date;
  readonly renderer: Renderer;
  /** Of a file from a Git repository: the repository's folder, which then is its `root`. */
  readonly repository?: string;
}

export interface FileOutput {
  readonly file: ParsedFile;
  readonly diagnostics: readonly Diagnostic[];
  /** Absolute paths of other files that the template read. */
  readonly inputs: readonly string[];
}

/**
 * Renders and parses one file. Its root is absent when it is empty or cannot be rendered or parsed.
 */
export async function parseFile(input: FileInput): Promise<FileOutput> {
  const { name, text, compat, environment } = input;
  const diagnostics: Diagnostic[] = [];
  if (!hasTemplate(text)) {
    const file = new ParsedProjectFile(input, text, locateDirectly(name, text));
    const root = await parseYaml(file, text, { compat, environment, calls: [] }, diagnostics);
    if (root) file.root = root;
    return { file, diagnostics, inputs: [] };
  }
  // Most files have no template.
  const { renderFile } = await import("./jinja/render-file.js");
  const rendered = await renderFile(input, diagnostics);
  for (const variable of rendered.defaulted) environment.noteDefault(variable);
  const file = new ParsedProjectFile(input, rendered.text ?? "", rendered.locate);
  if (rendered.text !== undefined) {
    const context = { compat, environment, calls: rendered.calls };
    const root = await parseYaml(file, rendered.text, context, diagnostics);
    if (root) file.root = root;
  }
  return { file, diagnostics, inputs: rendered.inputs };
}

class ParsedProjectFile implements ParsedFile {
  /** Nodes refer to their file, so the file is made before its root. */
  root?: YamlNode;

  readonly file: string;
  readonly directory: string;
  readonly repository?: string;

  constructor(
    { name, path, repository }: FileInput,
    readonly text: string,
    readonly locate: Locate,
  ) {
    this.file = name;
    this.directory = dirname(path);
    if (repository !== undefined) this.repository = repository;
  }
}
