/** Words for values in messages. */
import { EnvValue } from "../env-value.js";
import type { YamlNode } from "../yaml-node.js";

/**
 * What a value is: "text", "the number 3", "a list". Not for sources, whose values may be secret.
 */
export function kindOfValue(node: YamlNode): string {
  if (node.kind === "list") return "a list";
  if (node.kind === "map") return "a mapping";
  const { value } = node;
  if (value === null) return "nothing";
  if (value instanceof EnvValue || typeof value === "string") return "text";
  return typeof value === "number" ? `the number ${value}` : `\`${value}\``;
}

/** "a trace", "an item". */
export function withArticle(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;
}
