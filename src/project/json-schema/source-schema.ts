/**
 * Sources as JSON Schema: the fields of all sources, and those of each type from its own schema.
 */
import { toJSONSchema, type $ZodType } from "zod/v4/core";
import type { JsonObject, JsonValue } from "../../contract/json-value.js";
import { SOURCE_FIELDS } from "../kinds/source.js";
import type { SourceTypes } from "../source-types.js";
import type { SchemaContext } from "../schema/type-definition.js";
import { FIELD_MARKS } from "../source-config/field-marks.js";
import { fieldsSchema } from "./field-schema.js";
import { conditional, definition, OPEN_VALUE } from "../schema/json-schema.js";

/** Yields the schema of any source and adds one of each type to `into`, under `<type> source`. */
export function sourceSchema(
  sourceTypes: SourceTypes,
  schemas: SchemaContext,
  into: JsonObject,
): JsonObject {
  const general = fieldsSchema(SOURCE_FIELDS, schemas);
  const names = [...sourceTypes.keys()];
  for (const [type, info] of sourceTypes) {
    const own = configSchema(info.config);
    into[`${type} source`] = {
      ...own,
      description: info.description,
      properties: {
        ...propertiesOf(general),
        ...propertiesOf(own),
        type: { const: type, description: info.description },
      },
      required: ["type", ...requiredOf(own)],
    };
  }
  return {
    type: "object",
    properties: {
      ...propertiesOf(general),
      type: { description: SOURCE_FIELDS.type.description, anyOf: [{ enum: names }, OPEN_VALUE] },
    },
    required: ["type"],
    allOf: names.map((type) =>
      conditional(
        { properties: { type: { const: type } }, required: ["type"] },
        definition(`${type} source`),
      ),
    ),
  };
}

/** Zod's own form; every value but text may also come from the environment. */
function configSchema(config: $ZodType): JsonObject {
  const made = toJSONSchema(config, {
    io: "input",
    unrepresentable: "any",
    target: "draft-7",
    metadata: FIELD_MARKS,
  });
  // What zod yields is plain JSON.
  const { $schema: _, ...schema } = opened(made as JsonValue, true) as JsonObject;
  return schema;
}

/** Marks of ours that mean nothing to editors. */
const OWN_MARKS = new Set(["secret", "path"]);

function opened(value: JsonValue, top = false): JsonValue {
  if (Array.isArray(value)) return value.map((item) => opened(item));
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value)
    .filter(([key]) => !OWN_MARKS.has(key))
    .map(([key, inner]) =>
      key === "example"
        ? ["examples", [inner]]
        : [key, key === "properties" ? openedProperties(inner) : opened(inner)],
    );
  const schema = Object.fromEntries(entries) as JsonObject;
  if (top || !isClosedValue(schema)) return schema;
  const { description, ...rest } = schema;
  return { ...(description !== undefined && { description }), anyOf: [rest, OPEN_VALUE] };
}

function openedProperties(properties: JsonValue): JsonValue {
  if (properties === null || typeof properties !== "object" || Array.isArray(properties)) {
    return properties;
  }
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, opened(schema)]),
  );
}

/** True for values that a text from the environment does not fit as it is. */
function isClosedValue(schema: JsonObject): boolean {
  const { type } = schema;
  return (
    CLOSING.some((rule) => schema[rule] !== undefined) ||
    (typeof type === "string" && CLOSED.has(type))
  );
}

const CLOSED = new Set(["number", "integer", "boolean"]);
/** Rules that say which texts fit. */
const CLOSING = ["enum", "const", "pattern", "format", "minLength", "maxLength"];

function propertiesOf({ properties }: JsonObject): JsonObject {
  return isObject(properties) ? properties : {};
}

function requiredOf({ required }: JsonObject): string[] {
  return Array.isArray(required) ? required.map(String) : [];
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
