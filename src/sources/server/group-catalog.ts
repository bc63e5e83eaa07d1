import type { CatalogColumn, CatalogSchema, CatalogTable } from "../contract.js";
import type { CatalogQuery, TextRow } from "./server-type.js";

/**
 * The rows of a catalogue's query as a tree, in the order in which they come. `primaryKeys` are
 * schema, table and column of keys that were asked for apart.
 */
export function groupCatalog(
  rows: readonly TextRow[],
  { views, typeOf }: Pick<CatalogQuery, "views" | "typeOf">,
  primaryKeys: readonly TextRow[] = [],
): CatalogSchema[] {
  const primary = new Set(primaryKeys.map((path) => JSON.stringify(path)));
  const schemas = new Map<string, Map<string, CatalogTable & { columns: CatalogColumn[] }>>();
  for (const row of rows) {
    const [schema, table, relation, column, nativeType, ofTable, ofColumn, ownKey] = row;
    const tables = schemas.get(schema ?? "") ?? new Map();
    schemas.set(schema ?? "", tables);
    const kind = views.includes(relation ?? "") ? "view" : "table";
    const name = table ?? "";
    const entry = tables.get(name) ?? { name, kind, ...commentOf(ofTable), columns: [] };
    tables.set(name, entry);
    if (column === null || column === undefined) continue;
    const key = primary.has(JSON.stringify([schema, table, column])) ? "primary" : ownKey;
    entry.columns.push({
      name: column,
      nativeType: nativeType ?? "",
      type: typeOf(row),
      ...((key === "primary" || key === "unique") && { key }),
      ...commentOf(ofColumn),
    });
  }
  return [...schemas].map(([name, tables]) => ({ name, tables: [...tables.values()] }));
}

/** An empty comment is none. */
function commentOf(text: string | null | undefined): { readonly comment?: string } {
  return text ? { comment: text } : {};
}
