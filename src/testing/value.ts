import type { LogicalType } from "../contract/logical-type.js";
import { isNumeric } from "../contract/logical-type.js";
import type { Value } from "../contract/result.js";
import type { JsonValue } from "../contract/json-value.js";
import type { Scaled } from "../fold/exact-number.js";
import { fromNumber, numberKey, numberText, parseNumber } from "./test-number.js";

/**
 * A value while an expression is evaluated. Dates, instants, uuids and the like are texts in their
 * one form.
 */
export type TestValue = null | boolean | string | number | Scaled | readonly TestValue[];

export function isList(value: TestValue): value is readonly TestValue[] {
  return Array.isArray(value);
}

export function isNumber(value: TestValue): value is number | Scaled {
  return (
    typeof value === "number" || (value !== null && typeof value === "object" && !isList(value))
  );
}

/** The characters of a text, as Unicode counts them. */
export function charactersOf(text: string): readonly string[] {
  return Array.from(text);
}

/** A stored value by the type of its column: numbers that travel as text become numbers again. */
export function fromStored(value: Value, type: LogicalType): TestValue {
  if (typeof value === "number") return fromNumber(value);
  if (typeof value === "string" && isNumeric(type)) return parseNumber(value) ?? value;
  return value;
}

/** A value that is written in the project. */
export function fromJson(value: JsonValue): TestValue {
  if (typeof value === "number") return fromNumber(value);
  if (Array.isArray(value)) return value.map(fromJson);
  // Maps are no values: a reference goes down to what is below them.
  return value !== null && typeof value === "object" ? JSON.stringify(value) : value;
}

/** Equal values have equal keys, values of different kinds never. */
export function valueKey(value: TestValue): string {
  if (isNumber(value)) return `n${numberKey(value)}`;
  if (isList(value)) return `[${value.map(valueKey).join(",")}]`;
  return JSON.stringify(value);
}

const SHOWN_ITEMS = 5;
const SHOWN_CHARACTERS = 80;

/** A value for messages, cut visibly. */
export function shown(value: TestValue): string {
  if (isList(value)) {
    const items = value.slice(0, SHOWN_ITEMS).map(shown).join(", ");
    return value.length > SHOWN_ITEMS ? `[${items}, … ${value.length} values]` : `[${items}]`;
  }
  if (isNumber(value)) return clipped(numberText(value));
  return typeof value === "string" ? JSON.stringify(clipped(value)) : String(value);
}

function clipped(text: string): string {
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS - 1)}…` : text;
}

/** What a value is, for messages: "the text "a"", "the number 3", "a list of 4 values". */
export function described(value: TestValue): string {
  if (isList(value)) return `a list of ${value.length} ${value.length === 1 ? "value" : "values"}`;
  if (isNumber(value)) return `the number ${shown(value)}`;
  if (typeof value === "string") return `the text ${shown(value)}`;
  return value === null ? "null" : `\`${value}\``;
}
