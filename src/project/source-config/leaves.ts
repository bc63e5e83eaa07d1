import type { $ZodType } from "zod/v4/core";
import type { ConfigValue } from "../env-value.js";
import { EnvValue } from "../env-value.js";
import { numberIn } from "../schema/types/number.js";
import type { FieldTraits } from "./schema-traits.js";
import { schemaBelow, traitsOf } from "./schema-traits.js";

/** The fields of a source besides those that every source has. */
export type Config = Readonly<Record<string, ConfigValue>>;
export type Leaf = string | number | boolean | null | EnvValue;

/**
 * Replaces every scalar and environment value by what the schema's traits say; lists and mappings
 * keep their shape.
 */
export function mapLeaves(
  value: ConfigValue,
  schema: $ZodType | undefined,
  replace: (leaf: Leaf, traits: FieldTraits) => ConfigValue,
): ConfigValue {
  if (isLeaf(value)) return replace(value, traitsOf(schema));
  if (isList(value)) {
    const items = schemaBelow(schema, "0") ?? schema;
    return value.map((item) => mapLeaves(item, items, replace));
  }
  return mapConfig(value, schema, replace);
}

/** The same for the fields of a whole source. */
export function mapConfig(
  config: Config,
  schema: $ZodType | undefined,
  replace: (leaf: Leaf, traits: FieldTraits) => ConfigValue,
): Config {
  const entries = Object.entries(config).map(
    ([key, value]) => [key, mapLeaves(value, schemaBelow(schema, key), replace)] as const,
  );
  return Object.fromEntries(entries);
}

/** Text in a field that holds a number or a truth value becomes one, as in version 1.0. */
export function coerced(leaf: Leaf, { base }: FieldTraits): Leaf {
  if (typeof leaf !== "string") return leaf;
  if (base === "number" || base === "int") return numberIn(leaf) ?? leaf;
  const word = base === "boolean" ? leaf.trim().toLowerCase() : "";
  return word === "true" || word === "false" ? word === "true" : leaf;
}

export function isLeaf(value: ConfigValue): value is Leaf {
  return value === null || typeof value !== "object" || value instanceof EnvValue;
}

function isList(value: ConfigValue): value is readonly ConfigValue[] {
  return Array.isArray(value);
}
