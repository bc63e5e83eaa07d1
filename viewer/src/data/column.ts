/** Results as the page reads them: values are made only for the rows that are shown. */
import type { CubePlan, StoredResult } from "../../../src/contract/cube.js";
import { isNumeric, type LogicalType } from "../../../src/contract/logical-type.js";
import type { Cohort, ResultColumn, Value } from "../../../src/contract/result.js";

export type TypedArray =
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | Float32Array
  | Float64Array;

/** Values are made when they are asked for. */
export interface Column {
  readonly name: string;
  readonly type: LogicalType;
  readonly length: number;
  /** The text form of `contract/result.ts`. */
  readonly value: (row: number) => Value;
  /** Equal where the values are, and made with less work. */
  readonly key?: (row: number) => Value;
  /** For drawing and sorting; NaN for NULL and for what is no number. */
  readonly number: (row: number) => number;
  /** All values, when they are numbers and none is NULL. */
  readonly typed?: TypedArray;
}

/** A cohort and where its rows are. */
export interface Series {
  readonly name: string | null;
  readonly start: number;
  readonly end: number;
}

/** Rows are grouped by series, as in `contract/result.ts`. */
export interface LoadedResult {
  readonly rows: number;
  readonly columns: readonly Column[];
  readonly series: readonly Series[];
  /** Type of the values that `series` are named after; absent when there is one for all rows. */
  readonly cohortType?: LogicalType;
  /** For each row its place among the rows as the query yielded them; absent: not known. */
  readonly order?: ArrayLike<number>;
  /**
   * Set where these are the rows of a choice: those of all, by which a value keeps its colour
   * whatever is chosen.
   */
  readonly all?: () => LoadedResult;
}

/** A result as it is stored: with a plan, its rows are what the plan folds. */
export interface StoredRows extends LoadedResult {
  readonly cube?: CubePlan;
}

/** Columns of a JSON result. */
export function loadedFrom(result: StoredResult): StoredRows {
  return {
    rows: result.rows,
    columns: result.columns.map(columnOf),
    series: seriesOf(result.cohorts),
    ...(result.cohortType && { cohortType: result.cohortType }),
    ...(result.order && { order: result.order }),
    ...(result.cube && { cube: result.cube }),
  };
}

/** Where the rows of each cohort begin and end. */
export function seriesOf(cohorts: readonly Cohort[]): Series[] {
  let start = 0;
  return cohorts.map(({ name, rows }) => {
    const series = { name, start, end: start + rows };
    start += rows;
    return series;
  });
}

/** The number behind a value's text form. */
export function numberOf(value: Value): number {
  if (typeof value === "number") return value;
  return typeof value === "string" && value !== "" ? Number(value) : Number.NaN;
}

function columnOf({ name, type, values }: ResultColumn): Column {
  const numeric = isNumeric(type);
  return {
    name,
    type,
    length: values.length,
    value: (row) => values[row] ?? null,
    number: (row) => (numeric ? numberOf(values[row] ?? null) : Number.NaN),
  };
}
