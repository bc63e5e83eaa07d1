import type { JsonObject } from "../../contract/json-value.js";
import type { YamlNode } from "../yaml-node.js";
import type { CheckContext } from "./check-context.js";
import type { Fields, FieldType, TypeName, TypeNamed } from "./field.js";

/**
 * All that is known of a type of fields: a new type is one of these and a line in the table of
 * types.
 */
export interface TypeDefinition<Is extends TypeName> {
  /** Reads a value from YAML; undefined when it is wrong, which has been reported then. */
  check(type: TypeNamed<Is>, node: YamlNode, checker: CheckContext): unknown;
  /** What messages say that the type needs: "a whole number". `of` describes a type inside it. */
  expectation(type: TypeNamed<Is>, of: (inner: FieldType) => string): string;
  /** A value as YAML writes it; undefined where the type alone suggests none. */
  example(type: TypeNamed<Is>, of: (inner: FieldType) => string | undefined): string | undefined;
  /** The same type for editors. */
  schema(type: TypeNamed<Is>, schemas: SchemaContext): JsonObject;
}

/**
 * The JSON Schema document under construction, for types that hold others or refer to its `$defs`.
 */
export interface SchemaContext {
  /** Schemas of mappings whose keys another part knows, by what the table calls them: `layout`. */
  readonly freeMaps: Readonly<Record<string, JsonObject>>;
  /**
   * Makes the mapping of that name known; its fields are read later, for rows and items contain
   * each other.
   */
  define(name: string, fields: () => Fields): void;
  /** The schema of a type inside another one. */
  type(inner: FieldType): JsonObject;
  /** The schema of a mapping of these fields. */
  fields(fields: Fields): JsonObject;
}
