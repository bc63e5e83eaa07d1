import type { CustomType } from "./types.js";
import { isBuiltIn } from "./types.js";
import type { Field } from "./messages.js";

/**
 * Types that are not built in, by their number, as far as they have been asked for. Shared by a
 * source's sessions.
 */
export type CustomTypes = Map<number, CustomType>;

/** Numbers of the fields' types of which nothing is known yet. */
export function unknownTypes(fields: readonly Field[], known: CustomTypes): number[] {
  const numbers = new Set(fields.map(({ oid }) => oid));
  return [...numbers].filter((oid) => !isBuiltIn(oid) && !known.has(oid));
}

/** Asks the server's catalogue for types, those of array elements included. */
export function customTypesQuery(oids: readonly number[]): string {
  return `
    SELECT t.oid, pg_catalog.format_type(t.oid, NULL), t.typtype,
      CASE WHEN t.typcategory = 'A' AND t.typdelim = ',' THEN t.typelem END,
      pg_catalog.format_type(e.oid, NULL), e.typtype
    FROM pg_catalog.pg_type t LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem
    WHERE t.oid IN (${oids.join(", ")})`;
}

/**
 * Adds the rows of {@link customTypesQuery}; a number without a row is noted as a type without a
 * name.
 */
export function addCustomTypes(
  oids: readonly number[],
  rows: readonly (readonly (string | null)[])[],
  known: CustomTypes,
): void {
  for (const oid of oids) known.set(oid, { name: `type ${oid}`, kind: "?", element: undefined });
  for (const [oid, name, kind, element, elementName, elementKind] of rows) {
    known.set(Number(oid), {
      name: name ?? "",
      kind: kind ?? "",
      element: element === null ? undefined : Number(element),
    });
    if (element !== null && !isBuiltIn(Number(element))) {
      known.set(Number(element), {
        name: elementName ?? "",
        kind: elementKind ?? "",
        element: undefined,
      });
    }
  }
}
