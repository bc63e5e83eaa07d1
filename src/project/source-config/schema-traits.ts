/**
 * What the project reads off a connector's zod schema: its keys, which fields are secret or paths,
 * and what text from the environment has to become. Only the schema's own data and its marks are
 * looked at.
 */
import type { $ZodType, $ZodTypeDef } from "zod/v4/core";
import type { PropertyPath } from "../../contract/property-path.js";
import { FIELD_MARKS } from "./field-marks.js";

/** A schema with the optional parts that the walk needs; each kind of schema has some of them. */
type Definition = $ZodTypeDef & {
  readonly innerType?: $ZodType;
  readonly in?: $ZodType;
  readonly defaultValue?: unknown;
  readonly element?: $ZodType;
  readonly valueType?: $ZodType;
  readonly options?: readonly $ZodType[];
  readonly shape?: Readonly<Record<string, $ZodType>>;
};

export interface FieldTraits {
  /** What the field holds once optional, default and the like are taken off. */
  readonly base: $ZodTypeDef["type"];
  /** Its value must not be shown. */
  readonly secret: boolean;
  /** A relative path in it starts at the source's folder. */
  readonly path: boolean;
}

/**
 * The fields of an object schema, those of all alternatives of a union together; undefined when it
 * is no object.
 */
export function shapeOf(
  schema: $ZodType | undefined,
): Readonly<Record<string, $ZodType>> | undefined {
  if (!schema) return undefined;
  const { shape, options } = definitionOf(unwrapped(schema));
  if (shape) return shape;
  const shapes = options?.map(shapeOf).filter((one) => one !== undefined) ?? [];
  return shapes.length > 0 ? Object.assign({}, ...shapes) : undefined;
}

/** The schema of one step down: a key of an object, an item of a list, a value of a record. */
export function schemaBelow(schema: $ZodType | undefined, key: string): $ZodType | undefined {
  if (!schema) return undefined;
  const { element, valueType } = definitionOf(unwrapped(schema));
  return element ?? shapeOf(schema)?.[key] ?? valueType;
}

/** The schema of a place. */
export function schemaAt(schema: $ZodType, path: PropertyPath): $ZodType | undefined {
  let found: $ZodType | undefined = schema;
  for (const step of path) found = schemaBelow(found, String(step));
  return found;
}

/** A mark counts wherever it was set, on the plain type or on its optional form. */
export function traitsOf(schema: $ZodType | undefined): FieldTraits {
  const layers = schema ? layersOf(schema) : [];
  const innermost = layers.at(-1);
  return {
    base: innermost ? definitionOf(innermost).type : "any",
    secret: layers.some((layer) => FIELD_MARKS.get(layer)?.secret === true),
    path: layers.some((layer) => FIELD_MARKS.get(layer)?.path === true),
  };
}

/** Whether the field must be written: its schema has no default and refuses to be left out. */
export function isRequired(schema: $ZodType): boolean {
  return layersOf(schema).every(
    (layer) => !["optional", "default", "prefault", "nullish"].includes(definitionOf(layer).type),
  );
}

/** The description that a field's schema carries, on whichever layer; empty when it has none. */
export function descriptionOf(schema: $ZodType): string {
  const texts = layersOf(schema).map((layer) => FIELD_MARKS.get(layer)?.description);
  return texts.find((text) => text !== undefined) ?? "";
}

/**
 * What a field holds when it is not written, as text; undefined when that is nothing, or a list.
 */
export function defaultOf(schema: $ZodType): string | undefined {
  const values = layersOf(schema).map((layer) => definitionOf(layer).defaultValue);
  const value = values.find((one) => one !== undefined);
  const plain =
    typeof value === "string" || typeof value === "number" || typeof value === "boolean";
  return plain ? String(value) : undefined;
}

function unwrapped(schema: $ZodType): $ZodType {
  return layersOf(schema).at(-1) ?? schema;
}

/** The schema and what it wraps, outermost first. */
function layersOf(schema: $ZodType): $ZodType[] {
  const layers: $ZodType[] = [];
  for (let layer: $ZodType | undefined = schema; layer;) {
    layers.push(layer);
    const definition: Definition = definitionOf(layer);
    layer = definition.innerType ?? definition.in;
  }
  return layers;
}

function definitionOf(schema: $ZodType): Definition {
  // Every kind of schema keeps its parts in `def`; Definition lists those of all kinds as optional.
  const { _zod: internals } = schema;
  return internals.def;
}
