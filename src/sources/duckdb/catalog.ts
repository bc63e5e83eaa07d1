import type { DuckDbConnection } from "../../duckdb/connection.js";
import { quoteIdentifier } from "../../sql/quote.js";
import type { CatalogColumn, CatalogSchema, CatalogTable } from "../contract.js";

const TABLES = `
  SELECT t.database, t.schema, t.name, t.kind, t.comment
  FROM (
    SELECT database_name AS database, schema_name AS schema, table_name AS name, 'table' AS kind, comment, internal FROM duckdb_tables()
    UNION ALL
    SELECT database_name, schema_name, view_name, 'view', comment, internal FROM duckdb_views()
  ) t
  WHERE NOT t.internal AND t.database NOT IN ('system', 'temp')
  ORDER BY t.database <> current_database(), t.database, t.schema, t.name`;

const COMMENTS = `
  SELECT database_name, schema_name, table_name, column_name, comment FROM duckdb_columns()
  WHERE comment IS NOT NULL AND NOT internal`;

const KEYS = `
  SELECT database_name, schema_name, table_name, unnest(constraint_column_names), constraint_type
  FROM duckdb_constraints()
  WHERE constraint_type = 'PRIMARY KEY'
    OR constraint_type = 'UNIQUE' AND len(constraint_column_names) = 1
  ORDER BY constraint_type DESC`;

/** Schemas of attached databases are called `<database>.<schema>`. */
export async function readCatalog(connection: DuckDbConnection): Promise<CatalogSchema[]> {
  const main = await connection.text("SELECT current_database()");
  const comments = await byColumn(connection, COMMENTS);
  const keys = await byColumn(connection, KEYS);
  const schemas = new Map<string, CatalogTable[]>();
  for (const row of await connection.rows(TABLES)) {
    const [database = "", schema = "", name = "", kind = ""] = row.slice(0, 4).map(String);
    const comment = row[4];
    const title = database === main ? schema : `${database}.${schema}`;
    const path = [database, schema, name];
    const columns = (await columnsOf(connection, path)).map((column) => {
      const place = JSON.stringify([...path, column.name]);
      const key = keys.get(place);
      const said = comments.get(place);
      return {
        ...column,
        ...(key !== undefined && ({ key: key === "UNIQUE" ? "unique" : "primary" } as const)),
        ...(said !== undefined && { comment: said }),
      };
    });
    const tables = schemas.get(title) ?? [];
    tables.push({
      name,
      kind: kind === "view" ? "view" : "table",
      ...(typeof comment === "string" && { comment }),
      columns,
    });
    schemas.set(title, tables);
  }
  return [...schemas].map(([name, tables]) => ({ name, tables }));
}

/** The last value of each column, by its path as JSON. */
async function byColumn(connection: DuckDbConnection, sql: string): Promise<Map<string, string>> {
  const rows = await connection.rows(sql);
  return new Map(rows.map((row) => [JSON.stringify(row.slice(0, 4)), String(row[4])]));
}

/** None for a view that has become invalid. */
async function columnsOf(
  connection: DuckDbConnection,
  path: readonly string[],
): Promise<CatalogColumn[]> {
  try {
    const columns = await connection.describe(`FROM ${path.map(quoteIdentifier).join(".")}`);
    return columns.map(({ name, native, type }) => ({ name, nativeType: native, type }));
  } catch {
    return [];
  }
}
