import type { LogicalType } from "../../contract/logical-type.js";
import type { Result, Value } from "../../contract/result.js";
import type { PartedResult } from "../../rows/result/read-result.js";
import type { Draft } from "../../rows/result/draft.js";
import { readSheets } from "../../rows/result/sheets-file.js";

/** Rows as `show` writes them, whatever they came from. */
export interface Sheet {
  readonly columns: readonly { readonly name: string; readonly type: LogicalType }[];
  readonly rows: number;
  cell(row: number, column: number): Value;
}

/** Rows of which a part is here at a time; all parts have the columns. */
export interface Sheets extends Pick<Sheet, "columns" | "rows"> {
  parts(): Iterable<Sheet>;
}

/** More rows than this are never held at once. */
export const MOST_HELD_ROWS = 50_000;

/** A sheet that is here as a whole. */
export function wholeSheet(sheet: Sheet): Sheets {
  return { columns: sheet.columns, rows: sheet.rows, parts: () => [sheet] };
}

/** At most `limit` of the rows in the file of a draft, which is read when the parts are. */
export function draftSheets({ path, artifact }: Draft, limit: number): Sheets {
  const { columns } = artifact;
  function* parts(): Generator<Sheet> {
    let rest = limit;
    for (const values of readSheets(path)) {
      const rows = Math.min(rest, values[0]?.length ?? 0);
      rest -= rows;
      if (rows > 0) yield { columns, rows, cell: (row, column) => values[column]?.[row] ?? null };
    }
  }
  return { columns, rows: Math.min(limit, artifact.rows), parts };
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

/** At most `limit` rows of a result that is read part by part. */
export function partedSheets(result: PartedResult, withCohort: boolean, limit: number): Sheets {
  const columns = result.columns.map(({ name, type }) => ({ name, type }));
  if (withCohort) columns.push({ name: "cohort", type: "text" });
  function* parts(): Generator<Sheet> {
    const cohorts = cohortNames(result);
    let rest = limit;
    for (const { rows: all, values } of result.parts()) {
      const rows = Math.min(rest, all);
      rest -= rows;
      const own = withCohort ? Array.from({ length: all }, () => cohorts.next().value ?? null) : [];
      const cell = (row: number, column: number) =>
        (column < values.length ? values[column]?.[row] : own[row]) ?? null;
      if (rows > 0) yield { columns, rows, cell };
    }
  }
  return { columns, rows: Math.min(limit, result.rows), parts };
}

/** The name of each row's cohort. */
function* cohortNames({ cohorts }: PartedResult): Generator<Value, undefined> {
  for (const { name, rows } of cohorts) for (let row = 0; row < rows; row++) yield name;
}

/** The first rows of a sheet. */
export function firstRows(sheet: Sheet, limit: number): Sheet {
  return limit < sheet.rows ? { ...sheet, rows: limit } : sheet;
}
