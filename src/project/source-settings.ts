/** Where each setting of a source comes from, for the connection doctor. */
import type { SourceRange } from "../contract/diagnostic.js";
import { EnvValue, type ConfigValue } from "./env-value.js";
import { fillEnvValue } from "./fill-env-value.js";
import type { Source } from "./objects.js";
import type { Environment } from "./project.js";
import { isLeaf } from "./source-config/leaves.js";
import { defaultOf, schemaBelow, shapeOf, traitsOf } from "./source-config/schema-traits.js";
import type { SourceTypes } from "./source-types.js";

export interface SourceSetting {
  /** `host`, `attach.0.database`. */
  readonly field: string;
  /** As text; `***` for a secret, absent when a variable is missing. */
  readonly value?: string;
  readonly origin: SettingOrigin;
}

export type SettingOrigin =
  /** Written in the project. */
  | { readonly kind: "file"; readonly at: SourceRange }
  /**
   * `where`: the process environment, a file such as `.env`, the default beside the variable, or
   * nowhere.
   */
  | {
      readonly kind: "variable";
      readonly at: SourceRange;
      readonly variables: readonly { readonly name: string; readonly where: string | undefined }[];
    }
  | { readonly kind: "default" };

const MASK = "***";
type Schema = Parameters<typeof traitsOf>[0];

/** All settings that are written, then the defaults of those that are not. */
export function sourceSettings(
  source: Source,
  environment: Environment,
  sourceTypes: SourceTypes,
): SourceSetting[] {
  const schema = sourceTypes.get(source.type)?.config;
  const written = Object.entries(source.config).flatMap(([key, value]) =>
    settingsOf(value, [key], schemaBelow(schema, key)),
  );
  const defaults = Object.entries(shapeOf(schema) ?? {}).flatMap(([key, field]) => {
    const value = Object.hasOwn(source.config, key) ? undefined : defaultOf(field);
    return value === undefined ? [] : [{ field: key, value, origin: { kind: "default" as const } }];
  });
  return [...written, ...defaults];

  function settingsOf(
    value: ConfigValue,
    path: readonly (string | number)[],
    below: Schema,
  ): SourceSetting[] {
    if (!isLeaf(value)) {
      // Lists are addressed by position, mappings by key; both are properties.
      return Object.entries(value).flatMap(([key, inner]) =>
        settingsOf(inner, [...path, key], schemaBelow(below, key)),
      );
    }
    const { secret } = traitsOf(below);
    const shown = (text: string) => ({ value: secret && text !== "" ? MASK : text });
    const field = path.join(".");
    if (!(value instanceof EnvValue)) {
      const origin = { kind: "file" as const, at: source.locate(path) };
      return [{ field, ...shown(String(value)), origin }];
    }
    const filled = fillEnvValue(value, environment);
    const origin = { kind: "variable" as const, at: value.at, variables: variablesOf(value) };
    return [{ field, ...("text" in filled && shown(filled.text)), origin }];
  }

  function variablesOf(value: EnvValue) {
    return value.parts.flatMap((part) => {
      if (typeof part === "string") return [];
      const where = environment.origin(part.variable);
      const fallback = part.fallback === undefined ? undefined : "its default";
      return [{ name: part.variable, where: where ?? fallback }];
    });
  }
}

/** Variables that a source needs and that are not set, also those of its type. */
export function missingVariables(settings: readonly SourceSetting[]): string[] {
  const missing = settings.flatMap(({ origin }) =>
    origin.kind === "variable" ? origin.variables.filter(({ where }) => where === undefined) : [],
  );
  return [...new Set(missing.map(({ name }) => name))];
}
