import { readdir } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import type { Diagnostic } from "../../contract/diagnostic.js";
import { createDiagnostic, suggest } from "../../diagnostics/index.js";
import { isFolder } from "../../disk/existing.js";
import type { ScriptModel } from "../../project/objects.js";
import { fileStates } from "../file-identity.js";
import type { Ingredients } from "../job-key.js";

export interface ScriptInputs {
  /**
   * `input.<path>` with size and time of each file: they may be many and large, so no content is
   * read.
   */
  readonly ingredients: Ingredients;
  /** A warning for each input for which there is no file. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What a script is said to read besides the files among its arguments. */
export async function scriptInputs(model: ScriptModel): Promise<ScriptInputs> {
  const ingredients: Record<string, string> = {};
  const diagnostics: Diagnostic[] = [];
  for (const [index, path] of model.inputs.entries()) {
    const input = relative(model.directory, path) || ".";
    const states = await fileStates(path, "glob");
    ingredients[`input.${input}`] = [path, ...states].join("\n");
    if (states.length > 0) continue;
    const at = model.locate(["inputs", index]);
    const hint = isFolder(path) ? folderHint(path, input) : await nearNames(path);
    const words = { name: model.name, input };
    diagnostics.push(createDiagnostic("script-input-missing", words, { at, hint }));
  }
  return { ingredients, diagnostics };
}

/** Each run writes below `target`, so that a pattern over it would never be as it was. */
function folderHint(path: string, input: string): string {
  return isFolder(join(path, "target")) || /^[./\\]+$/.test(input)
    ? `It is a folder: name the files that are read there, such as \`${input === "." ? "" : `${input}/`}*.csv\`. \`**\` would count what runs write to \`target\`.`
    : `It is a folder: its files are \`${input}/**\`.`;
}

/** What there is instead, in the nearest folder that is there. */
async function nearNames(path: string): Promise<string | undefined> {
  let [name, folder] = [basename(path), dirname(path)];
  while (!isFolder(folder)) [name, folder] = [basename(folder), dirname(folder)];
  const names = await readdir(folder).catch(() => []);
  return suggest(
    name,
    names.filter((one) => !one.startsWith(".")),
  );
}
