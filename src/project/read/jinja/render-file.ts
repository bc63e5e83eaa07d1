import { dirname } from "node:path";
import type { Diagnostic, SourceRange } from "../../../contract/diagnostic.js";
import { createDiagnostic, suggest } from "../../../diagnostics/index.js";
import type { EnvironmentCall } from "../env-marker.js";
import { locateDirectly, locateNowhere, locateRendered, type Locate } from "../positions.js";
import { insteadOf } from "./alternatives.js";
import type { RenderReply, TemplateProblem } from "./render-messages.js";
import type { Renderer } from "./renderer.js";

export interface TemplateFile {
  /** Absolute. */
  readonly path: string;
  /** Relative to the project's root, as the places of diagnostics have it. */
  readonly name: string;
  readonly text: string;
  readonly compat: boolean;
  /** Absolute folder outside which nothing is read. */
  readonly root: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly now: Date;
  readonly renderer: Renderer;
}

export interface RenderedFile {
  /** Absent when rendering failed. */
  readonly text?: string;
  readonly locate: Locate;
  /** By the index in their markers. */
  readonly calls: readonly EnvironmentCall[];
  /** Absolute paths of files that the template read. */
  readonly inputs: readonly string[];
  /** Variables of which the default became a part of the text. */
  readonly defaulted: readonly string[];
}

/** Renders a file with Jinja; its problems are added to the diagnostics. */
export async function renderFile(
  file: TemplateFile,
  diagnostics: Diagnostic[],
): Promise<RenderedFile> {
  const folder = dirname(file.path);
  const reply = await file.renderer.render({
    source: file.text,
    variables: file.variables,
    // As all paths: relative to the declaring file; in compat mode to the project's root first.
    folders: file.compat ? [file.root, folder] : [folder],
    root: file.root,
    now: file.now.getTime() / 1000,
    lenient: file.compat,
  });
  const inSource = locateDirectly(file.name, file.text);
  for (const problem of reply.problems)
    diagnostics.push(problemDiagnostic(problem, inSource(problem.start, problem.end)));
  const { text, calls, inputs, defaulted } = reply;
  const locate = locateOf(file, reply);
  return { ...(text !== undefined && { text }), locate, calls, inputs, defaulted };
}

function locateOf(file: TemplateFile, { map, text }: RenderReply): Locate {
  if (map) return locateRendered(file.name, file.text, map);
  return text === undefined ? locateDirectly(file.name, file.text) : locateNowhere(file.name);
}

function problemDiagnostic(problem: TemplateProblem, at: SourceRange): Diagnostic {
  switch (problem.kind) {
    case "syntax":
      return createDiagnostic("jinja-syntax", problem, { at });
    case "undefined":
      return createDiagnostic("jinja-undefined", problem, { at, hint: undefinedHint(problem) });
    case "undefined-is-empty": {
      const hint = undefinedHint(problem);
      return createDiagnostic("jinja-undefined-is-empty", problem, { at, hint });
    }
    case "unknown": {
      const hint = insteadOf(problem.what, problem.name) ?? suggest(problem.name, problem.known);
      return createDiagnostic("jinja-unknown", problem, { at, hint });
    }
    case "failed":
      return createDiagnostic("jinja-failed", problem, { at });
    case "variable-needed":
      return createDiagnostic("environment-variable-needed", problem, { at });
    default:
      return createDiagnostic("jinja-exhausted", problem, { at });
  }
}

function undefinedHint({ name, known }: { name: string; known: readonly string[] }): string {
  return (
    suggest(name, known) ??
    "Give it a value with `{% set … %}`, or a default: `{{ name | default('…') }}`."
  );
}
