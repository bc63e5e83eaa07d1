import { writtenText } from "../describe.js";
import type { FieldType } from "../field.js";
import type { CheckContext } from "../check-context.js";
import type { TypeDefinition } from "../type-definition.js";
import type { YamlNode } from "../../yaml-node.js";

/** Text; a number or a truth value needs quotes. */
export const TEXT: TypeDefinition<"text"> = {
  check: textIn,
  expectation: () => "text",
  example: () => undefined,
  schema: () => ({ type: "string" }),
};

/**
 * The text that a value is, also one from the environment; what else it is is reported as not fit
 * for `type`.
 */
export function textIn(type: FieldType, node: YamlNode, checker: CheckContext): string | undefined {
  if (node.kind !== "scalar") {
    checker.wrongType(node, type);
    return undefined;
  }
  const value = checker.scalar(node);
  if (value === undefined || typeof value === "string") return value;
  checker.wrongType(node, type, `Put it in quotes: \`"${writtenText(node, value)}"\`.`);
  return undefined;
}
