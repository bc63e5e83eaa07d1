/**
 * The plan that DuckDB writes as JSON, and safe ways through it: its shape may change with any
 * version.
 */

export type Json = null | boolean | number | string | readonly Json[] | JsonNode;
export interface JsonNode {
  readonly [key: string]: Json;
}

const TOKENS = /"(?:[^"\\]|\\.)*"|-?(?:inf(?:inity)?|nan)\b|-?\d[\d.eE+-]*/gi;

/**
 * Reads the plan without rounding: integers of 16 digits and more come as text, and so do
 * infinities and NaN, which DuckDB writes bare. Throws on what is no JSON.
 */
export function parsePlan(text: string): Json {
  const quoted = text.replaceAll(TOKENS, (token) => {
    if (token.startsWith('"')) return token;
    return /^-?\d{16,}$/.test(token) || /[in]/i.test(token) ? `"${token}"` : token;
  });
  // Whatever it is, it is JSON; the readers below look before they take.
  return JSON.parse(quoted) as Json;
}

export function isNode(value: Json | undefined): value is JsonNode {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A field of an object; undefined when there is none, or no object. */
export function field(value: Json | undefined, name: string): Json | undefined {
  return isNode(value) ? value[name] : undefined;
}

/** The items of a list; none when it is no list. */
export function items(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

/** A text; empty when it is none. */
export function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

/** A position; -1 when it is no whole number from 0 on. */
export function positionOf(value: Json | undefined): number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : -1;
}
