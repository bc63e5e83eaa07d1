import type { JsonObject } from "../../contract/json-value.js";

/** Text whose value is known only after Jinja or the environment was filled in: it may stand for any single value. */
export const OPEN_VALUE: JsonObject = { type: "string", pattern: "\\{\\{|\\$\\{" };

/** Also text that Jinja or the environment fills in. */
export function orOpen(schema: JsonObject): JsonObject {
  return { anyOf: [schema, OPEN_VALUE] };
}

/** A schema of the document's `$defs`, by its name. */
export function definition(name: string): JsonObject {
  return {
    $ref: `#/$defs/${encodeURIComponent(name.replaceAll("~", "~0").replaceAll("/", "~1"))}`,
  };
}

/** The same schema with a text that editors show; beside a bare `$ref` a text would be dropped. */
export function described(schema: JsonObject, description: string): JsonObject {
  if (description === "") return schema;
  return "$ref" in schema ? { description, allOf: [schema] } : { description, ...schema };
}

/** A mapping with these keys and no others. */
export function closedObject(properties: JsonObject, required: readonly string[] = []): JsonObject {
  return {
    type: "object",
    properties,
    additionalProperties: false,
    ...(required.length > 0 && { required: [...required] }),
  };
}

/** What holds where a condition is met, and elsewhere. */
export function conditional(
  condition: JsonObject,
  met: JsonObject,
  otherwise?: JsonObject,
): JsonObject {
  // oxlint-disable-next-line unicorn/no-thenable -- `then` is a keyword of JSON Schema
  return { if: condition, then: met, ...(otherwise && { else: otherwise }) };
}
