import type { LogicalType } from "../../contract/logical-type.js";
import type { TableRows } from "../../rows/relation.js";
import type { TextTable } from "./text-table.js";
import { quoteIdentifier } from "../../sql/quote.js";

/**
 * Columns that have types already, and their values in the text form from which other types are
 * cast.
 */
export function storedTable(
  rows: TableRows,
  columns: readonly { readonly name: string; readonly type: LogicalType }[],
): TextTable {
  return {
    rows,
    columns: columns.map(({ name, type }) => ({
      name,
      stored: type,
      text: textOf(quoteIdentifier(name), type),
    })),
  };
}

function textOf(column: string, type: LogicalType): string {
  switch (type) {
    case "bytes":
      return `to_base64(${column})`;
    case "list":
    case "struct":
      return `to_json(${column})::varchar`;
    default:
      return `${column}::varchar`;
  }
}
