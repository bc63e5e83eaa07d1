import type { Diagnostic } from "../../contract/diagnostic.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import { passesThrough } from "../../sql/pass-through/pass-through.js";
import type { Source } from "../objects.js";
import type { SourceTypes } from "../source-types.js";
import type { FieldRecord } from "../schema/checked-field.js";
import type { Checker } from "../schema/checker.js";
import type { YamlNode } from "../yaml-node.js";

/**
 * The names under which a server knows the databases of other sources: its field `catalogs`, by the
 * names of those sources, each of which must exist. One that waits for a variable is left out; it
 * is reported with the source's other fields.
 */
export function catalogsOf(fields: FieldRecord, checker: Checker): ReadonlyMap<string, string> {
  const catalogs = new Map<string, string>();
  const node = fields["catalogs"]?.node;
  if (node?.kind !== "map") return catalogs;
  for (const { key: name, keyStart, keyEnd, value } of node.entries) {
    const at = node.file.locate(keyStart, keyEnd);
    checker.refer({ to: ["source"], form: { by: "name", name }, node: value, at });
    const catalog = textIn(value, checker);
    if (catalog !== undefined) catalogs.set(name, catalog);
  }
  return catalogs;
}

/**
 * What is wrong with the sources that a server knows by other names: their rows cannot pass through
 * it.
 */
export function catalogFaults(
  server: Source,
  sources: readonly Source[],
  sourceTypes: SourceTypes,
): Diagnostic[] {
  return [...(server.catalogs?.keys() ?? [])].flatMap((name) => {
    const source = sources.find((one) => one.name === name);
    const info = source && sourceTypes.get(source.type);
    if (!info || passesThrough(info.dialect)) return [];
    const words = { server: server.name, name, type: info.type };
    const at = server.locate(["catalogs", name]);
    return [createDiagnostic("catalog-not-passed", words, { at })];
  });
}

function textIn(node: YamlNode, checker: Checker): string | undefined {
  const value = node.kind === "scalar" ? checker.quietScalar(node) : undefined;
  return typeof value === "string" ? value : undefined;
}
