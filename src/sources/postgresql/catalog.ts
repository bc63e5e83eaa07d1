import type { CatalogQuery } from "../server/server-type.js";
import { typeNamed, wireType } from "./wire/types.js";

/** All that the login may read, in one query: schemas, tables, columns in their order. */
const SYSTEM: CatalogQuery = {
  sql: `
  SELECT n.nspname, c.relname, c.relkind, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod),
    pg_catalog.obj_description(c.oid, 'pg_class'), pg_catalog.col_description(c.oid, a.attnum),
    (SELECT CASE min(k.contype) WHEN 'p' THEN 'primary' WHEN 'u' THEN 'unique' END
      FROM pg_catalog.pg_constraint k WHERE k.conrelid = c.oid AND a.attnum = ANY (k.conkey)
      AND (k.contype = 'p' OR k.contype = 'u' AND pg_catalog.array_length(k.conkey, 1) = 1)),
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
  ORDER BY n.nspname, c.relname, a.attnum`,
  views: ["v", "m"],
  typeOf: ([, , , , , , , , oid, modifier]) =>
    wireType({ oid: Number(oid), modifier: Number(modifier) }, new Map()).logical,
};

/** For servers without PostgreSQL's own tables of the system, or without its functions. */
const STANDARD: CatalogQuery = {
  sql: `
  SELECT t.table_schema, t.table_name, t.table_type, c.column_name, c.data_type
  FROM information_schema.tables t
  LEFT JOIN information_schema.columns c
    ON c.table_schema = t.table_schema AND c.table_name = t.table_name
  WHERE t.table_schema NOT IN ('pg_catalog', 'information_schema')
  ORDER BY t.table_schema, t.table_name, c.ordinal_position`,
  views: ["VIEW"],
  typeOf: ([, , , , name]) => typeNamed(name ?? ""),
};

export const CATALOG: readonly CatalogQuery[] = [SYSTEM, STANDARD];
