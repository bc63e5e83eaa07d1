import type { CatalogSchema, CatalogTable } from "../contract.js";
import { columnType } from "./declared-type.js";

/** All that the login may see, in one query: databases, tables, columns in their order. */
export const CATALOG_QUERY = `
  SELECT t.TABLE_SCHEMA AS a, t.TABLE_NAME AS b, t.TABLE_TYPE AS c, k.COLUMN_NAME AS d, k.COLUMN_TYPE AS e
  FROM information_schema.TABLES t
  LEFT JOIN information_schema.COLUMNS k ON k.TABLE_SCHEMA = t.TABLE_SCHEMA AND k.TABLE_NAME = t.TABLE_NAME
  WHERE t.TABLE_SCHEMA NOT IN ('information_schema', 'performance_schema', 'mysql', 'sys')
    AND t.TABLE_TYPE IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED')
  ORDER BY t.TABLE_SCHEMA, t.TABLE_NAME, k.ORDINAL_POSITION`;

/** The rows of {@link CATALOG_QUERY} as a tree. */
export function catalogFrom(rows: readonly (readonly (string | null)[])[]): CatalogSchema[] {
  const schemas = new Map<
    string,
    Map<string, CatalogTable & { columns: CatalogTable["columns"][number][] }>
  >();
  for (const [schema, table, relation, column, nativeType] of rows) {
    const tables = schemas.get(schema ?? "") ?? new Map();
    schemas.set(schema ?? "", tables);
    const kind = relation === "VIEW" ? "view" : "table";
    const entry = tables.get(table ?? "") ?? { name: table ?? "", kind, columns: [] };
    tables.set(table ?? "", entry);
    if (column === null || column === undefined) continue;
    const type = columnType(nativeType ?? "");
    entry.columns.push({ name: column, nativeType: nativeType ?? "", type });
  }
  return [...schemas].map(([name, tables]) => ({ name, tables: [...tables.values()] }));
}
