import type { Diagnostic, SourceRange } from "../../contract/diagnostic.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import { EnvValue } from "../env-value.js";
import type { YamlNode } from "../yaml-node.js";
import type { FileOutput } from "./parse-file.js";
import { hasTemplate } from "./jinja/template-scanner.js";
import { locateDirectly } from "./positions.js";

/**
 * A file of a Git repository was rendered without any variables. Where it asks for one all the same
 * it is not used, for a value that is filled in later would be one of the user's own.
 */
export function refuseEnvironment(output: FileOutput, name: string, source: string): FileOutput {
  const { file } = output;
  const locate = locateDirectly(name, source);
  const calls = (hasTemplate(source) ? [...source.matchAll(/\benv_var\b/g)] : []).map(({ index }) =>
    locate(index, index + "env_var".length),
  );
  const values = file.root ? environmentValues(file.root) : [];
  if (calls.length + values.length === 0) return output;
  // A lone call has become a value, too.
  const places = calls.length > 0 ? calls : values;
  const found = places.map((at): Diagnostic => {
    const what = "references to the environment";
    return createDiagnostic("include-git-refused", { what }, { at });
  });
  const others = output.diagnostics.filter(({ code }) => !code.startsWith("environment-"));
  const { root: _, ...rest } = file;
  const unused = { ...rest, locate: (start: number, end: number) => file.locate(start, end) };
  return { ...output, file: unused, diagnostics: [...others, ...found] };
}

function environmentValues(node: YamlNode): SourceRange[] {
  if (node.kind === "list") return node.items.flatMap(environmentValues);
  if (node.kind === "map") return node.entries.flatMap(({ value }) => environmentValues(value));
  return node.value instanceof EnvValue ? [node.value.at] : [];
}
