/** Tables of fields as JSON Schema. */
import type { JsonObject } from "../../contract/json-value.js";
import type { Field, Fields } from "../schema/field.js";
import { closedObject, described } from "../schema/json-schema.js";
import type { SchemaContext } from "../schema/type-definition.js";
import { exampleOf } from "../schema/type-table.js";

/**
 * A mapping of these fields. Older names and fields without effect are deprecated, so that editors
 * strike them through. A name is not required: what is written inside another object is called
 * after it.
 */
export function fieldsSchema(fields: Fields, schemas: SchemaContext): JsonObject {
  const properties: JsonObject = {};
  for (const [name, field] of Object.entries(fields)) {
    const schema = fieldSchema(field, schemas);
    properties[name] = field.status === "ignored" ? { ...schema, deprecated: true } : schema;
    for (const alias of field.aliases ?? []) properties[alias] = { ...schema, deprecated: true };
  }
  const required = Object.entries(fields)
    .filter(([name, field]) => field.required && name !== "name" && !field.aliases?.length)
    .map(([name]) => name);
  return closedObject(properties, required);
}

function fieldSchema(field: Field, schemas: SchemaContext): JsonObject {
  const example = exampleOf(field);
  const text = [
    field.description,
    field.default && `Default: ${field.default}.`,
    example !== undefined && `Example: \`${example}\`.`,
  ];
  return described(schemas.type(field.type), text.filter(Boolean).join(" "));
}
