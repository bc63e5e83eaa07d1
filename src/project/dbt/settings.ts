/**
 * The `dbt` mapping of the root file as far as it decides what is read; its faults are reported
 * with the other fields.
 */
import type { SourceRange } from "../../contract/diagnostic.js";
import { placeOfKey } from "../schema/place.js";
import type { YamlMap, YamlNode } from "../yaml-node.js";

export interface DbtSettings {
  /** Folders as written, relative to the project's. */
  readonly projectFolder: string;
  readonly profilesFolder: string;
  readonly prefix: string;
  readonly outputFile?: string;
  /** The key `dbt`, at which faults of the files are reported. */
  readonly at: SourceRange;
}

/** Undefined when the root file does not ask for dbt, or switches it off. */
export function dbtSettings(root: YamlNode | undefined): DbtSettings | undefined {
  if (root?.kind !== "map") return undefined;
  const entry = root.get("dbt");
  if (entry?.value.kind !== "map") return undefined;
  const map = entry.value;
  const enabled = scalar(map, "enabled");
  if (enabled === false || (typeof enabled === "string" && /^(?:false|no|off)$/i.test(enabled)))
    return undefined;
  const outputFile = text(map, "output_file");
  return {
    projectFolder: text(map, "dbt_project_yml_location") ?? ".",
    profilesFolder: text(map, "profiles_yml_location") ?? ".",
    prefix: text(map, "prefix") ?? "",
    ...(outputFile !== undefined && { outputFile }),
    at: placeOfKey(root, entry),
  };
}

function text(map: YamlMap, key: string): string | undefined {
  const value = scalar(map, key);
  return typeof value === "string" ? value : undefined;
}

function scalar(map: YamlMap, key: string): unknown {
  const node = map.get(key)?.value;
  return node?.kind === "scalar" ? node.value : undefined;
}
