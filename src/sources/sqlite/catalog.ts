import { quoteIdentifier } from "../../sql/quote.js";
import type { CatalogSchema, CatalogTable } from "../contract.js";
import type { Database } from "./binding.js";
import { declaredType } from "./types.js";

/** Schemas (`main` and what is attached), their tables and views, and the columns as declared. */
export function readCatalog(database: Database): CatalogSchema[] {
  return textRows(database, "PRAGMA database_list")
    .map(([, name = ""]) => name)
    .filter((name) => name !== "temp")
    .map((name) => ({ name, tables: tablesOf(database, name) }));
}

function tablesOf(database: Database, schema: string): CatalogTable[] {
  const rows = textRows(
    database,
    `SELECT name, type FROM ${quoteIdentifier(schema)}.sqlite_schema
     WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`,
  );
  return rows.map(([name = "", type]) => ({
    name,
    kind: type === "view" ? "view" : "table",
    columns: columnsOf(database, schema, name),
  }));
}

/** None for a view that has become invalid. */
function columnsOf(database: Database, schema: string, table: string): CatalogTable["columns"] {
  try {
    const sql = `PRAGMA ${quoteIdentifier(schema)}.table_xinfo(${quoteIdentifier(table)})`;
    return textRows(database, sql).map(([, name = "", nativeType = "", , , inKey = "0"]) => ({
      name,
      nativeType,
      type: declaredType(nativeType),
      ...(inKey !== "0" && { key: "primary" as const }),
    }));
  } catch {
    return [];
  }
}

function textRows(database: Database, sql: string): string[][] {
  const statement = database.prepare(sql);
  statement.setReturnArrays(true);
  // With arrays set, each row is a list of values; those of catalogues are text, numbers and NULL.
  const rows = statement.all() as (string | number | null)[][];
  return rows.map((row) => row.map((value) => String(value ?? "")));
}
