import type { Diagnostic } from "../contract/diagnostic.js";
import { createDiagnostic } from "../diagnostics/index.js";
import type { ReadPlugin, SourceTypes } from "./source-types.js";
import { EnvValue } from "./env-value.js";
import { fillEnvValue } from "./fill-env-value.js";
import type { Environment } from "./project.js";
import type { ReadResult } from "./read-result.js";
import { placeOf } from "./schema/place.js";
import type { YamlNode, YamlScalar } from "./yaml-node.js";

/**
 * The types that the root file's `plugins` add to the known ones. Whether the list is well formed
 * is checked with the other fields.
 */
export async function withPlugins(
  read: ReadResult,
  options: { readonly sourceTypes: SourceTypes; readonly readPlugin?: ReadPlugin },
): Promise<{ readonly read: ReadResult; readonly sourceTypes: SourceTypes }> {
  const { readPlugin } = options;
  const named = namedPlugins(read.files[0]?.root, read.environment);
  if (!readPlugin || named.length === 0) return { read, sourceTypes: options.sourceTypes };
  const sourceTypes = new Map(options.sourceTypes);
  const diagnostics: Diagnostic[] = [];
  const inputs: string[] = [];
  for (const { name, node } of named) {
    const at = placeOf(node);
    const found = await readPlugin(name, read.root);
    inputs.push(...found.inputs);
    diagnostics.push(...found.faults.map((fault) => ({ ...fault, at })));
    if (!found.type) continue;
    const { type } = found.type;
    const taken = sourceTypes.get(type);
    if (taken) {
      const by = taken.plugin?.name;
      const words = { plugin: name, type, ...(by !== undefined && { by }) };
      diagnostics.push(createDiagnostic("plugin-type-taken", words, { at }));
    } else sourceTypes.set(type, found.type);
  }
  return {
    read: {
      ...read,
      plugins: named.map(({ name }) => name),
      diagnostics: [...read.diagnostics, ...diagnostics],
      inputs: [...new Set([...read.inputs, ...inputs])],
    },
    sourceTypes,
  };
}

function namedPlugins(
  root: YamlNode | undefined,
  environment: Environment,
): { readonly name: string; readonly node: YamlScalar }[] {
  const list = root?.kind === "map" ? root.get("plugins")?.value : undefined;
  if (list?.kind !== "list") return [];
  return list.items.flatMap((node) => {
    if (node.kind !== "scalar") return [];
    const filled =
      node.value instanceof EnvValue ? fillEnvValue(node.value, environment) : undefined;
    const name = filled && "text" in filled ? filled.text : node.value;
    return typeof name === "string" && name !== "" ? [{ name, node }] : [];
  });
}
