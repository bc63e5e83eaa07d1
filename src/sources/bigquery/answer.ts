/** Answers of the service, of which nothing is taken for granted. */

type Fields = Readonly<Record<string, unknown>>;

/** A mapping; undefined for everything else. */
export function parsedObject(value: unknown): Fields | undefined {
  // A mapping of JSON has texts as its keys.
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : undefined;
}

/** What stands below the keys, one after the other. */
export function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce((inner: unknown, key) => parsedObject(inner)?.[key], value);
}

/** A text, or a number as one; undefined for everything else. */
export function textAt(value: unknown, ...keys: readonly string[]): string | undefined {
  const found = at(value, ...keys);
  return typeof found === "string" || typeof found === "number" ? String(found) : undefined;
}

/** Undefined where no number stands. */
export function numberAt(value: unknown, ...keys: readonly string[]): number | undefined {
  const found = Number(textAt(value, ...keys) ?? Number.NaN);
  return Number.isNaN(found) ? undefined : found;
}

/** Empty where no list stands. */
export function listAt(value: unknown, ...keys: readonly string[]): readonly unknown[] {
  const found = at(value, ...keys);
  return Array.isArray(found) ? found : [];
}
