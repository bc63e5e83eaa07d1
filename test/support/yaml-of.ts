import type { JsonValue } from "../../src/contract/json-value.js";
import type { ParsedFile, YamlEntry, YamlMap, YamlNode } from "../../src/project/yaml-node.js";

const FILE: ParsedFile = {
  file: "made.yml",
  directory: "/",
  text: "",
  locate: () => ({ file: "made.yml", start: { line: 1, column: 1 }, end: { line: 1, column: 1 } }),
};

/** A value as if it had been read from a file; its places say nothing. */
export function yamlOf(value: JsonValue): YamlNode {
  const base = { file: FILE, start: 0, end: 0 };
  if (Array.isArray(value)) return { ...base, kind: "list", items: value.map(yamlOf) };
  if (typeof value === "object" && value !== null) return yamlMapOf(value);
  return { ...base, kind: "scalar", value };
}

export function yamlMapOf(value: Readonly<Record<string, JsonValue>>): YamlMap {
  const entries = Object.entries(value).map(([key, value]): YamlEntry => ({
    key,
    keyStart: 0,
    keyEnd: 0,
    value: yamlOf(value),
  }));
  const get = (key: string) => entries.find((entry) => entry.key === key);
  return { file: FILE, start: 0, end: 0, kind: "map", entries, get };
}
