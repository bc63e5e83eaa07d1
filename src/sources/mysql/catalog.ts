import type { CatalogQuery } from "../server/server-type.js";
import { columnType } from "./declared-type.js";

/** All that the login may see, in one query: databases, tables, columns in their order. */
export const CATALOG: readonly CatalogQuery[] = [
  {
    sql: `
  SELECT t.TABLE_SCHEMA AS a, t.TABLE_NAME AS b, t.TABLE_TYPE AS c, k.COLUMN_NAME AS d, k.COLUMN_TYPE AS e,
    CASE WHEN t.TABLE_TYPE = 'VIEW' THEN NULL ELSE t.TABLE_COMMENT END AS f, k.COLUMN_COMMENT AS g,
    CASE k.COLUMN_KEY WHEN 'PRI' THEN 'primary' WHEN 'UNI' THEN 'unique' END AS h
  FROM information_schema.TABLES t
  LEFT JOIN information_schema.COLUMNS k ON k.TABLE_SCHEMA = t.TABLE_SCHEMA AND k.TABLE_NAME = t.TABLE_NAME
  WHERE t.TABLE_SCHEMA NOT IN ('information_schema', 'performance_schema', 'mysql', 'sys')
    AND t.TABLE_TYPE IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED')
  ORDER BY t.TABLE_SCHEMA, t.TABLE_NAME, k.ORDINAL_POSITION`,
    views: ["VIEW"],
    typeOf: ([, , , , nativeType]) => columnType(nativeType ?? ""),
  },
];
