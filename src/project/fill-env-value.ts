import type { EnvValue } from "./env-value.js";
import type { Environment } from "./project.js";

/** The text of an environment value, or the names of the variables that are not set and have no default. */
export function fillEnvValue(
  value: EnvValue,
  environment: Environment,
): { readonly text: string } | { readonly missing: readonly string[] } {
  const missing: string[] = [];
  let text = "";
  for (const part of value.parts) {
    if (typeof part === "string") text += part;
    else {
      const set = environment.get(part.variable) ?? part.fallback;
      if (set === undefined) missing.push(part.variable);
      else text += set;
    }
  }
  return missing.length > 0 ? { missing } : { text };
}
