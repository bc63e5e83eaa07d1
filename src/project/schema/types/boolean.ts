import type { YamlNode } from "../../yaml-node.js";
import type { CheckContext } from "../check-context.js";
import type { FieldType } from "../field.js";
import { orOpen } from "../json-schema.js";
import type { TypeDefinition } from "../type-definition.js";

/** `true` or `false`, also written as text. */
export const BOOLEAN: TypeDefinition<"boolean"> = {
  check: booleanIn,
  expectation: () => "`true` or `false`",
  example: () => "true",
  schema: () => orOpen({ type: "boolean" }),
};

/** The truth value that a value is or spells; what else it is is reported as not fit for `type`. */
export function booleanIn(
  type: FieldType,
  node: YamlNode,
  checker: CheckContext,
): boolean | undefined {
  const value = node.kind === "scalar" ? checker.scalar(node) : null;
  if (value === undefined || typeof value === "boolean") return value;
  const word = typeof value === "string" ? value.toLowerCase() : "";
  if (word === "true" || word === "false") return word === "true";
  checker.wrongType(node, type);
  return undefined;
}
