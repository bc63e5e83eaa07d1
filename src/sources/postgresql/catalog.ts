import type { CatalogSchema, CatalogTable } from "../contract.js";
import { wireType } from "./types.js";

/** All that the login may read, in one query: schemas, tables, columns in their order. */
export const CATALOG_QUERY = `
  SELECT n.nspname, c.relname, c.relkind, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod),
    CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE a.atttypid END,
    CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
    AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'
    AND pg_catalog.has_schema_privilege(n.oid, 'USAGE')
    AND pg_catalog.has_any_column_privilege(c.oid, 'SELECT')
  ORDER BY n.nspname, c.relname, a.attnum`;

/** The rows of {@link CATALOG_QUERY} as a tree. */
export function catalogFrom(rows: readonly (readonly (string | null)[])[]): CatalogSchema[] {
  const schemas = new Map<
    string,
    Map<string, CatalogTable & { columns: CatalogTable["columns"][number][] }>
  >();
  for (const [schema = "", table = "", relation, column, nativeType, oid, modifier] of rows) {
    const tables = schemas.get(schema ?? "") ?? new Map();
    schemas.set(schema ?? "", tables);
    const kind = relation === "v" || relation === "m" ? "view" : "table";
    const entry = tables.get(table ?? "") ?? { name: table ?? "", kind, columns: [] };
    tables.set(table ?? "", entry);
    if (column === null || column === undefined) continue;
    const type = wireType({ oid: Number(oid), modifier: Number(modifier) }, new Map()).logical;
    entry.columns.push({ name: column, nativeType: nativeType ?? "", type });
  }
  return [...schemas].map(([name, tables]) => ({ name, tables: [...tables.values()] }));
}
