import { quoteText } from "../../sql/quote.js";
import type { CatalogQuery, TextRow } from "../server/server-type.js";
import { logicalOfNative } from "./types.js";

/**
 * All that the login may see of a catalog, or of all of them, whose schemas are named with theirs
 * then. Names have small letters there, however they are written. Trino knows no keys; comments of
 * tables are asked for first, which a server may not tell.
 */
export function catalogQueries(catalog: string | undefined): readonly CatalogQuery[] {
  const schema = catalog === undefined ? "t.table_cat || '.' || t.table_schem" : "t.table_schem";
  const within = (alias: string, column: string) =>
    catalog === undefined ? "" : ` and ${alias}.${column} = ${quoteText(catalog.toLowerCase())}`;
  const hidden = catalog === undefined ? " and t.table_cat <> 'system'" : "";
  const query = (comment: string, comments: string): CatalogQuery => ({
    sql: `
  select ${schema}, t.table_name, t.table_type, c.column_name, c.type_name, ${comment}, c.remarks
  from system.jdbc.tables t
  left join system.jdbc.columns c on c.table_cat = t.table_cat and c.table_schem = t.table_schem
    and c.table_name = t.table_name${within("c", "table_cat")}${comments}
  where t.table_schem <> 'information_schema'${hidden}${within("t", "table_cat")}
  order by t.table_cat, t.table_schem, t.table_name, c.ordinal_position`,
    views: ["VIEW"],
    typeOf,
  });
  const comments = `
  left join system.metadata.table_comments m on m.catalog_name = t.table_cat
    and m.schema_name = t.table_schem and m.table_name = t.table_name${within("m", "catalog_name")}`;
  return [query("m.comment", comments), query("null", "")];
}

function typeOf([, , , , type]: TextRow) {
  return logicalOfNative(type ?? "");
}
