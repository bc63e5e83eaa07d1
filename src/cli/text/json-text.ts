/**
 * JSON in which no control character stands bare: `JSON.stringify` escapes C0 but leaves U+007F to
 * U+009F, which a terminal would obey. They are escaped, so that the value stays the same.
 */
export function jsonText(value: unknown, space?: number): string {
  return JSON.stringify(value, undefined, space).replace(
    /[^\P{Cc}\n]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
