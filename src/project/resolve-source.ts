import { isAbsolute, resolve } from "node:path";
import type { Diagnostic, SourceRange } from "../contract/diagnostic.js";
import type { PropertyPath } from "../contract/property-path.js";
import { createDiagnostic } from "../diagnostics/index.js";
import { EnvValue } from "./env-value.js";
import { envSecrets, fillEnvValue } from "./fill-env-value.js";
import type { Source } from "./objects.js";
import type { Environment, ResolvedSource } from "./project.js";
import { configFaults } from "./source-config/faults.js";
import type { Config, Leaf } from "./source-config/leaves.js";
import { coerced, mapConfig } from "./source-config/leaves.js";
import type { SourceTypes } from "./source-types.js";

/**
 * Fills in the environment, once, and checks the result: text becomes the field's type, paths
 * become absolute, defaults are added. Secrets are handed out even when something else is wrong, so
 * that messages can be scrubbed.
 */
export function resolveSource(
  source: Source,
  environment: Environment,
  sourceTypes: SourceTypes,
): ResolvedSource {
  const info = sourceTypes.get(source.type);
  if (!info) return { secrets: [], diagnostics: source.problems };
  const secrets = new Set<string>();
  const missing: Diagnostic[] = [];
  const filled = mapConfig(source.config, info.config, (leaf, traits) => {
    const value = fill(leaf, environment, missing);
    if (traits.secret) for (const text of secretTexts(leaf, environment)) secrets.add(text);
    else if (typeof value === "string")
      for (const text of secretsInAddress(value)) secrets.add(text);
    return coerced(value, traits);
  });
  const at = (path: PropertyPath): SourceRange => source.locate(path);
  const places = { value: at, start: at };
  const diagnostics = [...missing, ...configFaults(filled, info, places, source.directory)];
  if (diagnostics.length > 0) return { secrets: [...secrets], diagnostics };
  // The schema of a source describes plain data: what it yields is what YAML can hold.
  const parsed = info.config.parse(filled) as Config;
  const config = mapConfig(parsed, info.config, (leaf, { path }) =>
    path && typeof leaf === "string" ? absolute(leaf, source.directory) : leaf,
  );
  return { config, secrets: [...secrets], diagnostics: [] };
}

/** A value that could not be filled stays as it is, so that it is not judged a second time. */
function fill(leaf: Leaf, environment: Environment, missing: Diagnostic[]): Leaf {
  if (!(leaf instanceof EnvValue)) return leaf;
  const filled = fillEnvValue(leaf, environment);
  if ("text" in filled) return filled.text;
  for (const variable of filled.missing) {
    missing.push(createDiagnostic("missing-variable", { variable }, { at: leaf.at }));
  }
  return leaf;
}

/** The texts of a secret field that could appear somewhere. */
function secretTexts(leaf: Leaf, environment: Environment): string[] {
  if (leaf instanceof EnvValue) return envSecrets(leaf, environment);
  const isText = typeof leaf === "number" || (typeof leaf === "string" && leaf !== "");
  return isText ? [String(leaf)] : [];
}

/** What an address that was written as a whole lets nobody see: passwords and tokens in it. */
function secretsInAddress(text: string): string[] {
  const found = [
    /:\/\/[^/?#]*?:([^/?#]*)@/.exec(text)?.[1],
    ...[...text.matchAll(SECRET_PARAMETER)].map(([, value]) => value),
  ];
  const written = found.filter((value) => value !== undefined && value !== "");
  return [...new Set(written.flatMap((value = "") => [value, decoded(value)]))];
}

const SECRET_PARAMETER = /[?&;][\w-]*(?:pass|pwd|token|secret|key|sig)[\w-]*=([^&;#\s]+)/gi;

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** In-memory databases and URLs are no paths. */
function absolute(path: string, directory: string): string {
  const isPath = path !== ":memory:" && path !== "" && !/^[a-z][a-z0-9+.-]+:\/\//i.test(path);
  return isPath && !isAbsolute(path) ? resolve(directory, path) : path;
}
