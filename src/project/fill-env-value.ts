import type { EnvValue } from "./env-value.js";
import type { Environment } from "./project.js";

/**
 * The text of an environment value, or the names of the variables that are not set and have no
 * default.
 */
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

/** A shorter part of a secret is a word that may stand anywhere. */
const SHORTEST_PART = 8;

/**
 * What a secret that comes from the environment is made of: its text, and the variables that are a
 * part of it.
 */
export function envSecrets(value: EnvValue, environment: Environment): string[] {
  const filled = fillEnvValue(value, environment);
  const parts = value.variables.map((variable) => environment.get(variable) ?? "");
  const secrets = parts.filter(({ length }) => length >= SHORTEST_PART);
  return [...new Set("text" in filled ? [filled.text, ...secrets] : secrets)].filter(
    (text) => text !== "",
  );
}
