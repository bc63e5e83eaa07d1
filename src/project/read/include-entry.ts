/** The `includes` of a file as written, before anything is looked up on disk. */
import type { Diagnostic, SourceRange } from "../../contract/diagnostic.js";
import { createDiagnostic, suggest } from "../../diagnostics/index.js";
import { globFault } from "../../disk/glob-matcher.js";
import { EnvValue } from "../env-value.js";
import { patternDiagnostic } from "../path-pattern-fault.js";
import type { Environment } from "../project.js";
import type { YamlEntry, YamlNode } from "../yaml-node.js";

export interface IncludeEntry {
  /** As written; relative to the folder of the declaring file. */
  readonly path: string;
  /** How many levels of sub-folders are read; 0 is the folder itself. Absent: all. */
  readonly depth?: number;
  /** Globs of paths, relative to the included folder, that are left out. */
  readonly exclusions: readonly string[];
  readonly at: SourceRange;
}

const FIELDS = ["path", "depth", "exclusions"] as const;

/** Reads the entries that are well formed and reports the others. */
export function parseIncludes(
  root: YamlNode | undefined,
  environment: Environment,
  diagnostics: Diagnostic[],
): IncludeEntry[] {
  const list = root?.kind === "map" ? root.get("includes")?.value : undefined;
  if (!list || isNull(list)) return [];
  const parser = new IncludeParser(environment, diagnostics);
  if (list.kind !== "list") return parser.refuse(list, "`includes` must be a list") ?? [];
  return list.items.flatMap((item) => parser.entry(item) ?? []);
}

class IncludeParser {
  constructor(
    private readonly environment: Environment,
    private readonly diagnostics: Diagnostic[],
  ) {}

  entry(node: YamlNode): IncludeEntry | undefined {
    if (node.kind === "list") return this.refuse(node, "it is a list");
    if (node.kind === "scalar") {
      const path = this.#text(node, "a path must be text");
      return path === undefined ? undefined : { path, exclusions: [], at: place(node) };
    }
    const unknown = node.entries.filter(({ key }) => !FIELDS.some((field) => field === key));
    for (const entry of unknown) this.#refuseField(entry, node);
    const pathNode = node.get("path")?.value;
    if (!pathNode) {
      // One that is only misspelt has been reported as such.
      if (unknown.length > 0) return undefined;
      return this.refuse(node, "`path` is missing");
    }
    const path = this.#text(pathNode, "`path` must be text");
    const depthNode = node.get("depth")?.value;
    const depth = depthNode && !isNull(depthNode) ? this.#depth(depthNode) : undefined;
    const exclusions = this.#exclusions(node.get("exclusions")?.value);
    if (path === undefined || !exclusions) return undefined;
    return { path, ...(depth !== undefined && { depth }), exclusions, at: place(pathNode) };
  }

  refuse(node: YamlNode, problem: string, hint?: string): undefined {
    this.diagnostics.push(
      createDiagnostic("include-invalid", { problem }, { at: place(node), hint }),
    );
  }

  #refuseField({ key, keyStart, keyEnd }: YamlEntry, node: YamlNode): void {
    const at = node.file.locate(keyStart, keyEnd);
    const problem = `it has no field \`${key}\``;
    const hint = suggest(key, FIELDS);
    this.diagnostics.push(createDiagnostic("include-invalid", { problem }, { at, hint }));
  }

  #depth(node: YamlNode): number | undefined {
    const value = node.kind === "scalar" ? node.value : undefined;
    if (typeof value === "number" && Number.isInteger(value) && value >= 0) return value;
    return this.refuse(node, "`depth` must be a whole number from 0");
  }

  #exclusions(node: YamlNode | undefined): string[] | undefined {
    if (!node || isNull(node)) return [];
    if (node.kind !== "list") return this.refuse(node, "`exclusions` must be a list");
    return node.items.flatMap((item) => this.#exclusion(item) ?? []);
  }

  #exclusion(node: YamlNode): string | undefined {
    const pattern = this.#text(node, "an exclusion must be text");
    const fault = pattern === undefined ? undefined : globFault(pattern);
    if (!fault) return pattern;
    this.diagnostics.push(patternDiagnostic("exclusions", fault, place(node)));
    return undefined;
  }

  #text(node: YamlNode, problem: string): string | undefined {
    if (node.kind !== "scalar") return this.refuse(node, problem);
    if (node.value instanceof EnvValue) return this.#resolve(node, node.value);
    if (typeof node.value === "string" && node.value !== "") return node.value;
    return this.refuse(node, problem);
  }

  /** What is read must be known now, unlike the values of sources. */
  #resolve(node: YamlNode, value: EnvValue): string | undefined {
    let text = "";
    for (const part of value.parts) {
      const known =
        typeof part === "string" ? part : (this.environment.get(part.variable) ?? part.fallback);
      if (known === undefined && typeof part !== "string") {
        const { variable } = part;
        const at = place(node);
        this.diagnostics.push(
          createDiagnostic("environment-variable-needed", { variable }, { at }),
        );
        return undefined;
      }
      text += known ?? "";
    }
    return text;
  }
}

function isNull(node: YamlNode): boolean {
  return node.kind === "scalar" && node.value === null;
}

function place(node: YamlNode): SourceRange {
  return node.file.locate(node.start, node.end);
}
