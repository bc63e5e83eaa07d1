import type { Diagnostic } from "../../contract/diagnostic.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import { EnvValue } from "../env-value.js";
import { fillEnvValue } from "../fill-env-value.js";
import type { Environment } from "../project.js";
import type { YamlMap } from "../yaml-node.js";

/**
 * A text of one of dbt's files with the environment filled in; undefined where there is none, or a
 * variable is missing, which is reported.
 */
export function filledText(
  map: YamlMap,
  key: string,
  environment: Environment,
  diagnostics: Diagnostic[],
): string | undefined {
  const node = map.get(key)?.value;
  const value = node?.kind === "scalar" ? node.value : undefined;
  if (!(value instanceof EnvValue)) return typeof value === "string" ? value : undefined;
  const filled = fillEnvValue(value, environment);
  if ("text" in filled) return filled.text;
  for (const variable of filled.missing) {
    diagnostics.push(createDiagnostic("missing-variable", { variable }, { at: value.at }));
  }
  return undefined;
}
