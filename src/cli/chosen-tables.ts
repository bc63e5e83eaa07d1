import type { Diagnostic } from "../contract/diagnostic.js";
import { createDiagnostic, suggest } from "../diagnostics/index.js";
import type { CatalogSchema } from "../sources/contract.js";

/**
 * The schemas and tables that are named, as `schema`, `table` or `schema.table`, whatever their
 * case; all where no name is given. A diagnostic for each name that is none.
 */
export function chosenTables(
  source: string,
  schemas: readonly CatalogSchema[],
  names: readonly string[],
): { readonly schemas: readonly CatalogSchema[]; readonly unknown: readonly Diagnostic[] } {
  if (names.length === 0) return { schemas, unknown: [] };
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  const met = new Set<string>();
  const meets = (name: string) => {
    const folded = name.toLowerCase();
    if (wanted.has(folded)) met.add(folded);
    return wanted.has(folded);
  };
  const chosen = schemas.map((schema) => {
    const whole = meets(schema.name);
    const tables = schema.tables.filter(({ name }) => {
      const named = [name, `${schema.name}.${name}`].map(meets);
      return whole || named.includes(true);
    });
    return { ...schema, tables };
  });
  const unknown = names.filter((name) => !met.has(name.toLowerCase()));
  const known = schemas.flatMap(({ name, tables }) => [name, ...tables.map((table) => table.name)]);
  return {
    schemas: chosen.filter(({ tables }) => tables.length > 0),
    unknown: unknown.map((name) =>
      createDiagnostic("unknown-table", { source, name }, { hint: suggest(name, known) }),
    ),
  };
}
