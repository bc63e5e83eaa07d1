import type { CatalogSchema, CatalogTable } from "../contract.js";
import type { CatalogQuery, TextRow } from "./server-type.js";

type Columns = CatalogTable["columns"][number][];

/** The rows of a catalogue's query as a tree, in the order in which they come. */
export function groupCatalog(
  rows: readonly TextRow[],
  { views, typeOf }: Pick<CatalogQuery, "views" | "typeOf">,
): CatalogSchema[] {
  const schemas = new Map<string, Map<string, CatalogTable & { columns: Columns }>>();
  for (const row of rows) {
    const [schema, table, relation, column, nativeType] = row;
    const tables = schemas.get(schema ?? "") ?? new Map();
    schemas.set(schema ?? "", tables);
    const kind = views.includes(relation ?? "") ? "view" : "table";
    const entry = tables.get(table ?? "") ?? { name: table ?? "", kind, columns: [] };
    tables.set(table ?? "", entry);
    if (column === null || column === undefined) continue;
    entry.columns.push({ name: column, nativeType: nativeType ?? "", type: typeOf(row) });
  }
  return [...schemas].map(([name, tables]) => ({ name, tables: [...tables.values()] }));
}
