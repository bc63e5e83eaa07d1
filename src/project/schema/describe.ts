/** Words for values in messages. */
import { EnvValue } from "../env-value.js";
import type { YamlNode, YamlScalar } from "../yaml-node.js";

/**
 * What a value is: "text", "the number 3", "a list". Not for sources, whose values may be secret.
 */
export function kindOfValue(node: YamlNode): string {
  if (node.kind === "list") return "a list";
  if (node.kind === "map") return "a mapping";
  const { value } = node;
  if (value === null) return "nothing";
  if (value instanceof EnvValue || typeof value === "string") return "text";
  const text = writtenText(node, value);
  return typeof value === "number" ? `the number ${text}` : `\`${text}\``;
}

/** A number or a truth value as it stands in the file: `1.10`, `0o17`, `yes`. */
export function writtenText(
  { file, start, end }: YamlScalar,
  value: string | number | boolean | null,
): string {
  const written = file.text.slice(start, end);
  return /^[\w.+-]+$/.test(written) ? written : String(value);
}

/** "a trace", "an item". */
export function withArticle(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;
}
