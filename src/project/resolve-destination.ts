import { EnvValue } from "./env-value.js";
import { fillEnvValue } from "./fill-env-value.js";
import type { DestinationSettings } from "./objects.js";
import type { Environment } from "./project.js";

type Filled<T> = T extends EnvValue
  ? never
  : T extends readonly (infer Item)[]
    ? readonly Filled<Item>[]
    : T;

type FilledSettings<S> = S extends unknown ? { readonly [K in keyof S]: Filled<S[K]> } : never;

/** Settings with the environment filled in. */
export type ResolvedDestination = FilledSettings<DestinationSettings>;

/**
 * Fills in the environment; a reason, as a sentence, when it lacks something or says something
 * wrong.
 */
export function resolveDestination(
  settings: DestinationSettings,
  environment: Environment,
): ResolvedDestination | { readonly reason: string } {
  const reasons: string[] = [];
  const filled = Object.entries(settings).map(([key, value]: [string, unknown]) => {
    const fill = (one: unknown): unknown => {
      if (!(one instanceof EnvValue)) return one;
      const found = fillEnvValue(one, environment);
      if ("text" in found) return typed(key, found.text, reasons);
      reasons.push(...found.missing.map((name) => `the variable \`${name}\` is not set.`));
      return undefined;
    };
    return [key, Array.isArray(value) ? value.map(fill) : fill(value)] as const;
  });
  const [reason] = reasons;
  if (reason !== undefined) return { reason };
  // Every value from the environment was replaced by one of its field's type.
  return Object.fromEntries(filled) as unknown as ResolvedDestination;
}

/** Text of the environment as the field's type. */
function typed(key: string, text: string, reasons: string[]): string | number | boolean {
  if (key === "port") {
    if (/^\d{1,5}$/.test(text)) return Number(text);
    reasons.push("its `port` is not a number.");
  }
  if (key === "secure" || key === "starttls") {
    if (/^(true|false)$/i.test(text)) return text.toLowerCase() === "true";
    reasons.push(`its \`${key}\` is neither \`true\` nor \`false\`.`);
  }
  return text;
}
