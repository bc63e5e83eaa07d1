import type { Diagnostic } from "../../contract/diagnostic.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import { EnvValue, type ConfigValue } from "../../project/env-value.js";
import { fillEnvValue } from "../../project/fill-env-value.js";
import type { ScriptModel } from "../../project/objects.js";
import type { Environment } from "../../project/project.js";

export interface ScriptEnvironment {
  readonly variables: Readonly<Record<string, string>>;
  /** `missing-variable` for each variable that `env` refers to and that is not set. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * What a script's process sees: the process's environment and the `.env` files without our own
 * variables, or, when the model has `env`, only that and PATH.
 */
export function scriptEnvironment(model: ScriptModel, environment: Environment): ScriptEnvironment {
  if (!model.env) {
    const variables = Object.fromEntries(
      Object.entries(environment.variables()).filter(([name]) => !name.startsWith("HEADWATER_")),
    );
    return { variables, diagnostics: [] };
  }
  const variables: Record<string, string> = {};
  const diagnostics: Diagnostic[] = [];
  const path = environment.get("PATH");
  if (path !== undefined) variables["PATH"] = path;
  for (const [name, value] of Object.entries(model.env)) {
    const filled = fill(value, environment);
    if ("missing" in filled) {
      for (const variable of filled.missing) {
        const at = value instanceof EnvValue ? value.at : model.at;
        diagnostics.push(createDiagnostic("missing-variable", { variable }, { at }));
      }
    } else if (filled.text !== undefined) variables[name] = filled.text;
  }
  return { variables, diagnostics };
}

/** Null unsets a variable, as if it were not written. */
function fill(
  value: ConfigValue,
  environment: Environment,
): { readonly text: string | undefined } | { readonly missing: readonly string[] } {
  if (value instanceof EnvValue) return fillEnvValue(value, environment);
  if (value === null) return { text: undefined };
  return { text: typeof value === "object" ? JSON.stringify(value) : String(value) };
}
