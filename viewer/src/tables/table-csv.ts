/** The rows of a table as a file for spreadsheet programs. */
import { download } from "../controls/download.js";
import { csvText } from "../format/csv.js";
import { finish } from "./steps.js";
import type { TableRows, TableView } from "./table-rows.js";

/** Without it spreadsheet programs take the bytes for those of an old code page. */
const BYTE_ORDER_MARK = "\ufeff";

/** Saves the rows that search and filters leave, all pages of them, with their exact values. */
export function downloadCsv(name: string, rows: TableRows, view: TableView): void {
  const parts = [BYTE_ORDER_MARK, tableCsv(rows, view)];
  download(`${name}.csv`, new Blob(parts, { type: "text/csv;charset=utf-8" }));
}

function tableCsv(rows: TableRows, view: TableView): string {
  const { columns } = rows;
  const lines = Array.from(finish(rows.find(view)), (row) =>
    columns.map((column) => column.value(row)),
  );
  return csvText(
    columns.map(({ header }) => header),
    lines,
  );
}
