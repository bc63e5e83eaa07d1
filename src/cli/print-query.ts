import { rm } from "node:fs/promises";
import type { Diagnostic } from "../contract/diagnostic.js";
import type { LogicalType } from "../contract/logical-type.js";
import type { Draft } from "../rows/result/draft.js";
import type { AdHocRows } from "../rows/result/first-rows.js";
import { renamedColumns } from "../rows/renamed-columns.js";
import { isJson, type RowsRequest } from "./rows-options.js";
import type { Terminal } from "./terminal.js";
import { draftSheets, MOST_HELD_ROWS, sheetOf, wholeSheet } from "./text/sheet.js";
import { fieldNames } from "./text/sheet-text.js";
import { copyRows, writeSheet } from "./write-rows.js";

/** A query that can be asked for its rows in each form. */
export interface AskedRows {
  /** At most `limit`. */
  rows(limit: number): Promise<AdHocRows>;
  /** At most `limit`, in a file that is read part by part. */
  sheets(limit: number): Promise<Draft>;
  /** All, as Parquet. */
  model(): Promise<Draft>;
}

/** Prints what is asked for, and resolves with what is to be said about the rows. */
export async function printQuery(
  asked: AskedRows,
  request: RowsRequest,
  terminal: Terminal,
): Promise<readonly Diagnostic[]> {
  const { format, limit = Number.MAX_SAFE_INTEGER - 1, output } = request;
  if (format !== "parquet" && limit <= MOST_HELD_ROWS) {
    const { result, more, diagnostics } = await asked.rows(limit);
    await writeSheet(wholeSheet(sheetOf(result, false)), { more }, format, output, terminal);
    return [...renamedFields(result.columns, request), ...diagnostics];
  }
  if (format !== "parquet") {
    // One more than is shown tells whether there are more.
    const found = await asked.sheets(limit + 1);
    try {
      const more = found.artifact.rows > limit;
      await writeSheet(draftSheets(found, limit), { more }, format, output, terminal);
      return [...renamedFields(found.artifact.columns, request), ...found.diagnostics];
    } finally {
      await rm(found.path, { force: true });
    }
  }
  const draft = await asked.model();
  try {
    await copyRows(draft.path, draft.artifact.rows, output ?? "", terminal);
    return draft.diagnostics;
  } finally {
    await rm(draft.path, { force: true });
  }
}

/** Tables and CSV show columns as the query names them. */
function renamedFields(
  columns: readonly { readonly name: string; readonly type: LogicalType }[],
  request: RowsRequest,
): Diagnostic[] {
  if (!isJson(request)) return [];
  const names = columns.map(({ name }) => name);
  return renamedColumns(names, { unique: fieldNames(columns) });
}
