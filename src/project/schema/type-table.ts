import type { JsonObject } from "../../contract/json-value.js";
import type { YamlNode } from "../yaml-node.js";
import type { CheckContext } from "./check-context.js";
import type { Field, FieldType, TypeName } from "./field.js";
import type { SchemaContext, TypeDefinition } from "./type-definition.js";
import { BOOLEAN } from "./types/boolean.js";
import { BYTES } from "./types/bytes.js";
import { CHOICE } from "./types/choice.js";
import { COLUMN_TYPE } from "./types/column-type.js";
import { CONFIG } from "./types/config.js";
import { DURATION } from "./types/duration.js";
import { EITHER } from "./types/either.js";
import { FALSE } from "./types/false.js";
import { FREE_MAP } from "./types/free-map.js";
import { LANGUAGE } from "./types/language.js";
import { LATE } from "./types/late.js";
import { LINK } from "./types/link.js";
import { LIST } from "./types/list.js";
import { MAP } from "./types/map.js";
import { MAPS } from "./types/maps.js";
import { NAME } from "./types/name.js";
import { NUMBER } from "./types/number.js";
import { OBJECT } from "./types/object.js";
import { REFERENCE } from "./types/reference.js";
import { SQL } from "./types/sql.js";
import { TEST_EXPRESSION } from "./types/test-expression.js";
import { TEXT } from "./types/text.js";
import { TIME_ZONE } from "./types/time-zone.js";

const TYPES = {
  text: TEXT,
  name: NAME,
  choice: CHOICE,
  number: NUMBER,
  boolean: BOOLEAN,
  false: FALSE,
  link: LINK,
  duration: DURATION,
  bytes: BYTES,
  timeZone: TIME_ZONE,
  language: LANGUAGE,
  columnType: COLUMN_TYPE,
  list: LIST,
  map: MAP,
  object: OBJECT,
  either: EITHER,
  reference: REFERENCE,
  sql: SQL,
  "test expression": TEST_EXPRESSION,
  late: LATE,
  maps: MAPS,
  "free map": FREE_MAP,
  config: CONFIG,
} satisfies { readonly [Is in TypeName]: TypeDefinition<Is> };

function definitionOf({ is }: FieldType): TypeDefinition<TypeName> {
  // The table's key and the type's name are the same, which an index by a union cannot express.
  return TYPES[is] as TypeDefinition<TypeName>;
}

/**
 * The value that YAML gives for a type; undefined when it is wrong, which has been reported then.
 */
export function checkValue(type: FieldType, node: YamlNode, checker: CheckContext): unknown {
  return definitionOf(type).check(type, node, checker);
}

/** What a type expects: "a whole number", "one of `left`, `right`". */
export function expectation(type: FieldType): string {
  return definitionOf(type).expectation(type, expectation);
}

/** A value of a field as YAML writes it: its own example, else one that its type suggests. */
export function exampleOf({ example, type }: Field): string | undefined {
  return example ?? typeExample(type);
}

function typeExample(type: FieldType): string | undefined {
  return definitionOf(type).example(type, typeExample);
}

/** The JSON Schema of a type. */
export function typeSchema(type: FieldType, schemas: SchemaContext): JsonObject {
  return definitionOf(type).schema(type, schemas);
}
