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

function textIn(node: YamlNode, checker: Checker): string | undefined {
  const value = node.kind === "scalar" ? checker.quietScalar(node) : undefined;
  return typeof value === "string" ? value : undefined;
}
