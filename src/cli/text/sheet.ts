import type { LogicalType } from "../../contract/logical-type.js";
import type { Result, Value } from "../../contract/result.js";

/** Rows as `show` writes them, whatever they came from. */
export interface Sheet {
  readonly columns: readonly { readonly name: string; readonly type: LogicalType }[];
  readonly rows: number;
  cell(row: number, column: number): Value;
}

/** A trace's result gets a last column `cohort`; a model has no cohorts. */
export function sheetOf(result: Result, withCohort: boolean): Sheet {
  const columns = result.columns.map(({ name, type }) => ({ name, type }));
  const values = result.columns.map((column) => column.values);
  if (withCohort) {
    columns.push({ name: "cohort", type: "text" });
    values.push(result.cohorts.flatMap(({ name, rows }) => Array<Value>(rows).fill(name)));
  }
  return { columns, rows: result.rows, cell: (row, column) => values[column]?.[row] ?? null };
}

/** The first rows of a sheet. */
export function firstRows(sheet: Sheet, limit: number): Sheet {
  return limit < sheet.rows ? { ...sheet, rows: limit } : sheet;
}
