import type { ConfigValue } from "../env-value.js";
import { EnvValue } from "../env-value.js";
import type { YamlNode } from "../yaml-node.js";

/** A YAML value as plain data, with environment values left unfilled. */
export function configOf(node: YamlNode): ConfigValue {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(configOf);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, configOf(value)]));
}

/** Every environment value inside, in the order written. */
export function envValuesIn(value: ConfigValue): EnvValue[] {
  if (value instanceof EnvValue) return [value];
  if (value === null || typeof value !== "object") return [];
  return Object.values(value).flatMap((inner: ConfigValue) => envValuesIn(inner));
}
