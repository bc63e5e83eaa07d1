/**
 * The fields of a plugin's sources: a part of JSON Schema (draft 7) as the zod schema that built-in
 * types write themselves, with the same marks. What a keyword would say that is not known here
 * would go unchecked, so it is refused.
 */
import { FIELD_MARKS, type FieldMarks } from "../../project/source-config/field-marks.js";
import { withDefault, z } from "../zod.js";

type Json = Readonly<Record<string, unknown>>;

/** A keyword or a value that cannot be read, by its place in the schema. */
export class SchemaFault extends Error {
  constructor(
    readonly place: string,
    readonly reason: string,
  ) {
    super(`${place}: ${reason}`);
  }
}

/** Of every kind of value. */
const COMMON = ["type", "title", "description", "default", "examples", "x-secret", "x-path"];

const KEYWORDS = {
  string: ["enum", "const", "minLength", "maxLength", "pattern"],
  number: ["minimum", "maximum"],
  integer: ["minimum", "maximum"],
  boolean: [],
  array: ["items", "minItems", "maxItems"],
  object: ["properties", "required", "additionalProperties"],
} as const satisfies Record<string, readonly string[]>;

type Kind = keyof typeof KEYWORDS;

/** The schema of a source's fields, `common` ones added. Throws a {@link SchemaFault}. */
export function configSchema(
  schema: unknown,
  common: Readonly<Record<string, z.ZodMiniType>>,
): z.ZodMiniType<Record<string, unknown>> {
  const root = asObject(schema, "config");
  if (root["type"] !== "object") throw new SchemaFault("config.type", "it must be `object`");
  checkKeywords(root, "object", "config", ["$schema", "$id", "$comment"]);
  const properties = asObject(root["properties"] ?? {}, "config.properties");
  const reserved = Object.keys(properties).find((key) => RESERVED.has(key));
  if (reserved !== undefined) {
    throw new SchemaFault(`config.properties.${reserved}`, "every source has a field of that name");
  }
  const undescribed = Object.entries(properties).find(([, field]) => !isDescribed(field));
  if (undescribed) {
    throw new SchemaFault(`config.properties.${undescribed[0]}`, "it has no `description`");
  }
  return z.strictObject({ ...common, ...shapeOf(root, "config") });
}

/** Fields that all sources have, with meanings of their own. */
const RESERVED = new Set(["name", "type", "description", "tags", "fresh_for", "limits"]);

function isDescribed(field: unknown): boolean {
  return isObject(field) && typeof field["description"] === "string" && field["description"] !== "";
}

function valueSchema(schema: unknown, place: string): z.ZodMiniType {
  const given = asObject(schema, place);
  const kind = given["type"] ?? (given["enum"] === undefined ? undefined : "string");
  if (typeof kind !== "string" || !isKind(kind)) {
    const known = Object.keys(KEYWORDS).join("`, `");
    throw new SchemaFault(`${place}.type`, `it must be one of \`${known}\``);
  }
  checkKeywords(given, kind, place);
  const marks: FieldMarks = {
    ...(typeof given["description"] === "string" && { description: given["description"] }),
    ...(flag(given, "x-secret", place) && { secret: true }),
    ...(flag(given, "x-path", place) && { path: true }),
  };
  const value = VALUES[kind](given, place).register(FIELD_MARKS, marks);
  if (given["default"] === undefined) return value;
  const tried = value.safeParse(given["default"]);
  if (!tried.success) throw new SchemaFault(`${place}.default`, "it does not fit the field");
  return withDefault(value, tried.data).register(FIELD_MARKS, marks);
}

const VALUES: Readonly<Record<Kind, (given: Json, place: string) => z.ZodMiniType>> = {
  string(given, place) {
    const choices = given["const"] === undefined ? given["enum"] : [given["const"]];
    if (choices !== undefined) {
      const texts = texted(choices, `${place}.enum`);
      return z.enum(texts);
    }
    const text = z.string().check(...lengths(given, "minLength", "maxLength", place));
    if (given["pattern"] === undefined) return text;
    const source = patternOf(given["pattern"], `${place}.pattern`);
    return text.check(z.regex(new RegExp(source, "u"), `it does not match \`${source}\`.`));
  },
  number: (given, place) => z.number().check(...range(given, place)),
  integer: (given, place) => z.int().check(...range(given, place)),
  boolean: () => z.boolean(),
  array(given, place) {
    const items = valueSchema(given["items"] ?? { type: "string" }, `${place}.items`);
    return z.array(items).check(...lengths(given, "minItems", "maxItems", place));
  },
  object(given, place) {
    const more = given["additionalProperties"];
    const shape = shapeOf(given, place);
    if (more === undefined || more === false) return z.strictObject(shape);
    if (Object.keys(shape).length > 0) {
      throw new SchemaFault(
        `${place}.additionalProperties`,
        "fields of known and of unknown names cannot stand side by side",
      );
    }
    const values = more === true ? { type: "string" } : more;
    return z.record(z.string(), valueSchema(values, `${place}.additionalProperties`));
  },
};

function shapeOf(given: Json, place: string): Record<string, z.ZodMiniType> {
  const properties = asObject(given["properties"] ?? {}, `${place}.properties`);
  const required = new Set(texted(given["required"] ?? [], `${place}.required`));
  const unknown = [...required].find((key) => !Object.hasOwn(properties, key));
  if (unknown !== undefined) {
    throw new SchemaFault(`${place}.required`, `there is no property \`${unknown}\``);
  }
  return Object.fromEntries(
    Object.entries(properties).map(([key, field]) => {
      const made = valueSchema(field, `${place}.properties.${key}`);
      return [key, required.has(key) ? made : z.optional(made)];
    }),
  );
}

function range(given: Json, place: string) {
  return [
    ...bound(given, "minimum", place, z.minimum),
    ...bound(given, "maximum", place, z.maximum),
  ];
}

function lengths(given: Json, least: string, most: string, place: string) {
  return [...bound(given, least, place, z.minLength), ...bound(given, most, place, z.maxLength)];
}

/** The check of a keyword's number, if it is there. */
function bound<Check>(
  given: Json,
  key: string,
  place: string,
  check: (limit: number) => Check,
): Check[] {
  const limit = given[key];
  if (limit === undefined) return [];
  if (typeof limit === "number") return [check(limit)];
  throw new SchemaFault(`${place}.${key}`, "it must be a number");
}

/** A regular expression that compiles. */
function patternOf(pattern: unknown, place: string): string {
  try {
    if (typeof pattern === "string" && new RegExp(pattern, "u")) return pattern;
  } catch {
    // Reported below.
  }
  throw new SchemaFault(place, "it is not a regular expression");
}

function checkKeywords(given: Json, kind: Kind, place: string, more: readonly string[] = []): void {
  const known: readonly string[] = [...COMMON, ...KEYWORDS[kind], ...more];
  const unknown = Object.keys(given).find((key) => !known.includes(key));
  if (unknown === undefined) return;
  throw new SchemaFault(
    `${place}.${unknown}`,
    `this keyword is not known for a value of type \`${kind}\``,
  );
}

function flag(given: Json, key: string, place: string): boolean {
  const value = given[key] ?? false;
  if (typeof value === "boolean") return value;
  throw new SchemaFault(`${place}.${key}`, "it must be `true` or `false`");
}

function texted(value: unknown, place: string): string[] {
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
  throw new SchemaFault(place, "it must be a list of texts");
}

function asObject(value: unknown, place: string): Json {
  if (isObject(value)) return value;
  throw new SchemaFault(place, "it must be an object");
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isKind(word: string): word is Kind {
  return Object.hasOwn(KEYWORDS, word);
}
