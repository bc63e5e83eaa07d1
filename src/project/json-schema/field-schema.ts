/** Tables of fields as JSON Schema. */
import { SIMPLE_TYPES } from "../../contract/logical-type.js";
import type { JsonObject } from "../../contract/json-value.js";
import { KINDS } from "../objects.js";
import { exampleOf } from "../schema/example.js";
import type { Field, Fields, FieldType, TypeNamed } from "../schema/field.js";
import { closedObject, definition, described, orOpen } from "./json-schema.js";

/** What the schemas of fields refer to; everything named here stands in the document's `$defs`. */
export interface Definitions {
  /** Schemas of mappings whose keys another part knows, by what the table calls them: `layout`. */
  readonly freeMaps: Readonly<Record<string, JsonObject>>;
  /** Makes the mapping of that name known; its fields are read later, for rows and items contain each other. */
  define(name: string, fields: () => Fields): void;
}

/**
 * A mapping of these fields. Older names and fields without effect are deprecated, so that editors strike them through.
 * A name is not required: what is written inside another object is called after it.
 */
export function fieldsSchema(fields: Fields, definitions: Definitions): JsonObject {
  const properties: JsonObject = {};
  for (const [name, field] of Object.entries(fields)) {
    const schema = fieldSchema(field, definitions);
    properties[name] = field.status === "ignored" ? { ...schema, deprecated: true } : schema;
    for (const alias of field.aliases ?? []) properties[alias] = { ...schema, deprecated: true };
  }
  const required = Object.entries(fields)
    .filter(([name, field]) => field.required && name !== "name" && !field.aliases?.length)
    .map(([name]) => name);
  return closedObject(properties, required);
}

function fieldSchema(field: Field, definitions: Definitions): JsonObject {
  const example = exampleOf(field);
  const text = [
    field.description,
    field.default && `Default: ${field.default}.`,
    example !== undefined && `Example: \`${example}\`.`,
  ];
  return described(typeSchema(field.type, definitions), text.filter(Boolean).join(" "));
}

const TEXT: JsonObject = { type: "string" };
/** `ref(x)`, `${ref(x)}`, `${project.…}`, or what Jinja makes of the text. */
const REFERENCE: JsonObject = {
  type: "string",
  pattern: "^\\s*(ref\\(.*\\)|\\$\\{.*\\})\\s*$|\\{\\{",
};
const BYTES: JsonObject = {
  type: ["string", "number"],
  pattern: "^\\s*\\d+(\\.\\d+)?\\s*([kKMGT]?B)?\\s*$|\\{\\{|\\$\\{",
};
const DURATION: JsonObject = {
  type: ["string", "number"],
  pattern: "^\\s*\\d+(\\.\\d+)?\\s*(ms|[smhdw])?\\s*$|\\{\\{|\\$\\{",
};
const TEST_EXPRESSION: JsonObject = {
  type: "string",
  pattern: "^\\s*>\\{[\\s\\S]*\\}\\s*$|\\{\\{",
};
const SQL: JsonObject = { type: ["string", "number", "boolean"] };

const SCHEMAS: {
  readonly [Is in FieldType["is"]]: (type: TypeNamed<Is>, definitions: Definitions) => JsonObject;
} = {
  text: () => TEXT,
  name: () => ({ type: "string", minLength: 1, maxLength: 128 }),
  choice: ({ values }) => orOpen({ enum: [...values] }),
  number: ({ whole, least, most }) =>
    orOpen({
      type: whole ? "integer" : "number",
      ...(least !== undefined && { minimum: least }),
      ...(most !== undefined && { maximum: most }),
    }),
  boolean: () => orOpen({ type: "boolean" }),
  false: () => ({ const: false }),
  link: () => TEXT,
  duration: () => DURATION,
  bytes: () => BYTES,
  timeZone: () => ({ type: "string", examples: ["UTC", "Europe/Berlin", "America/New_York"] }),
  language: () => ({ type: "string", examples: ["en-US", "de-DE"] }),
  columnType: () => ({
    anyOf: [
      { enum: [...SIMPLE_TYPES] },
      {
        type: "string",
        pattern: "^\\s*decimal\\s*\\(\\s*\\d+\\s*,\\s*\\d+\\s*\\)\\s*$|\\{\\{|\\$\\{",
      },
    ],
  }),
  list: ({ of, lone }, definitions) => {
    const list: JsonObject = { type: "array", items: typeSchema(of, definitions) };
    return lone ? { anyOf: [list, typeSchema(of, definitions)] } : list;
  },
  map: ({ of }, definitions) => ({
    type: "object",
    additionalProperties: typeSchema(of, definitions),
  }),
  object: ({ fields }, definitions) => fieldsSchema(fields, definitions),
  either: ({ of }, definitions) => ({ anyOf: of.map((one) => typeSchema(one, definitions)) }),
  reference: ({ to, inline }) => {
    const kinds = KINDS.filter((kind) => to.includes(kind));
    return inline ? { anyOf: [REFERENCE, ...kinds.map(definition)] } : REFERENCE;
  },
  sql: () => SQL,
  "test expression": () => TEST_EXPRESSION,
  late: ({ of }, definitions) => orOpen(typeSchema(of, definitions)),
  maps: ({ what, fields }, definitions) => {
    definitions.define(what, fields);
    return { type: "array", items: definition(what) };
  },
  "free map": ({ what }, { freeMaps }) => freeMaps[what] ?? { type: "object" },
  config: ({ checkedAs }, definitions) => (checkedAs ? typeSchema(checkedAs, definitions) : {}),
};

function typeSchema(type: FieldType, definitions: Definitions): JsonObject {
  // The table's key and the type's name are the same, which an index by a union cannot express.
  const schema = SCHEMAS[type.is] as (type: FieldType, definitions: Definitions) => JsonObject;
  return schema(type, definitions);
}
