import type { JsonObject, JsonValue } from "../../src/contract/site.js";

const KNOWN = new Set(
  `$schema $defs title description default examples $ref anyOf type const enum pattern minLength minimum maximum
  properties patternProperties additionalProperties required items prefixItems minItems`.split(
    /\s+/,
  ),
);

/** Whether a value fits a schema, as far as the words of JSON Schema go that this project writes; another word throws. */
export function fits(root: JsonObject, value: JsonValue): boolean {
  return check(root);

  function check(schema: JsonObject, at: JsonValue = value): boolean {
    const strange = Object.keys(schema).find((word) => !KNOWN.has(word));
    if (strange !== undefined) throw new Error(`This check does not know \`${strange}\`.`);
    const { $ref, anyOf, type, enum: choices } = schema;
    if (typeof $ref === "string") return check(definition($ref), at);
    if (Array.isArray(anyOf) && !anyOf.some((one) => check(object(one), at))) return false;
    if (type !== undefined && !list(type).some((name) => isOfType(at, name))) return false;
    if (Array.isArray(choices) && !choices.some((choice) => choice === at)) return false;
    if ("const" in schema && JSON.stringify(schema["const"]) !== JSON.stringify(at)) return false;
    if (typeof at === "string") return checkText(schema, at);
    if (typeof at === "number") return checkNumber(schema, at);
    if (Array.isArray(at)) return checkList(schema, at);
    return typeof at !== "object" || at === null || checkObject(schema, at);
  }

  function definition(ref: string): JsonObject {
    const found = object(root["$defs"] ?? null)[ref.replace("#/$defs/", "")];
    if (found === undefined) throw new Error(`${ref} leads nowhere.`);
    return object(found);
  }

  function checkList(schema: JsonObject, items: JsonValue[]): boolean {
    const { prefixItems, items: rest, minItems } = schema;
    if (typeof minItems === "number" && items.length < minItems) return false;
    const first = Array.isArray(prefixItems) ? prefixItems : [];
    return items.every((item, index) => {
      const schema = first[index] ?? rest;
      return schema === undefined || (schema !== false && check(object(schema), item));
    });
  }

  function checkObject(schema: JsonObject, map: JsonObject): boolean {
    const { properties = {}, patternProperties = {}, additionalProperties, required } = schema;
    if (Array.isArray(required) && !required.every((key) => typeof key === "string" && key in map))
      return false;
    return Object.entries(map).every(([key, value]) => {
      const named = Object.hasOwn(object(properties), key) ? object(properties)[key] : undefined;
      const pattern = Object.entries(object(patternProperties)).find(([pattern]) =>
        new RegExp(pattern, "u").test(key),
      );
      const known = named ?? pattern?.[1];
      return known === undefined ? additionalProperties !== false : check(object(known), value);
    });
  }
}

function checkText({ pattern, minLength }: JsonObject, text: string): boolean {
  if (typeof minLength === "number" && text.length < minLength) return false;
  return typeof pattern !== "string" || new RegExp(pattern, "u").test(text);
}

function checkNumber({ minimum, maximum }: JsonObject, number: number): boolean {
  if (typeof minimum === "number" && number < minimum) return false;
  return typeof maximum !== "number" || number <= maximum;
}

function isOfType(value: JsonValue, type: JsonValue): boolean {
  if (type === "integer") return Number.isInteger(value);
  if (type === "null") return value === null;
  if (type === "array") return Array.isArray(value);
  if (type === "object")
    return typeof value === "object" && value !== null && !Array.isArray(value);
  return typeof value === type;
}

function object(value: JsonValue): JsonObject {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw new Error(`${JSON.stringify(value)} is no schema.`);
}

function list(value: JsonValue): JsonValue[] {
  return Array.isArray(value) ? value : [value];
}
