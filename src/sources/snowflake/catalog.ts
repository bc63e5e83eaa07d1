import type { LogicalType } from "../../contract/logical-type.js";
import type { CatalogQuery, TextRow } from "../server/server-type.js";
import { cellType } from "./cells/types.js";

/** All that the role may see of the source's database: one query, and one for its keys. */
export const CATALOG: CatalogQuery = {
  sql: `
  select t.table_schema, t.table_name, t.table_type, c.column_name, c.data_type,
    t.comment, c.comment, null, c.numeric_precision, c.numeric_scale
  from information_schema.tables t
  left join information_schema.columns c
    on c.table_schema = t.table_schema and c.table_name = t.table_name
  where t.table_schema <> 'INFORMATION_SCHEMA'
  order by t.table_schema, t.table_name, c.ordinal_position`,
  primaryKeys: { sql: "show primary keys in database", path: [2, 3, 4] },
  views: ["VIEW", "MATERIALIZED VIEW"],
  typeOf,
};

/** The catalogue's words for types, where they are not those of a result's columns. */
const NAMES: Readonly<Record<string, string>> = {
  number: "fixed",
  float: "real",
  varchar: "text",
};

function typeOf([, , , name, type, , , , precision, scale]: TextRow): LogicalType {
  const word = (type ?? "").toLowerCase();
  const { logical } = cellType({
    name: name ?? "",
    type: NAMES[word] ?? word,
    precision: Number(precision ?? 38),
    scale: Number(scale ?? 0),
  });
  return logical;
}
