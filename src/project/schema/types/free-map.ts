import { parseExpression } from "../../expression.js";
import type { YamlMap, YamlNode } from "../../yaml-node.js";
import type { CheckContext } from "../check-context.js";
import type { FieldType } from "../field.js";
import type { TypeDefinition } from "../type-definition.js";

/** A mapping as it is; another part checks its keys. */
export const FREE_MAP: TypeDefinition<"free map"> = {
  check: mapIn,
  expectation: () => A_MAPPING,
  example: () => undefined,
  schema: ({ what }, { freeMaps }) => freeMaps[what] ?? { type: "object" },
};

/** What every type of mapping expects. */
export const A_MAPPING = "a mapping of keys to values";

/** The mapping that a value is; what else it is is reported as not fit for `type`. */
export function mapIn(type: FieldType, node: YamlNode, checker: CheckContext): YamlMap | undefined {
  if (node.kind === "map") return node;
  checker.wrongType(node, type, hintFor(type, node));
  return undefined;
}

function hintFor(type: FieldType, node: YamlNode): string | undefined {
  if (node.kind === "list") return "Write its keys without `- ` before them.";
  if (node.kind !== "scalar" || typeof node.value !== "string") return undefined;
  const isReference = parseExpression(node.value).kind === "reference";
  if (type.is === "free map" && type.what === "item" && isReference)
    return `Say what it is, such as \`chart: ${node.value.trim()}\`.`;
  return "Write its fields as `key: value`, each in a line of its own.";
}
