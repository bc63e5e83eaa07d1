/** Numbers as their rows have them, for what is written instead of placed. */
import type { LogicalType } from "../../../src/contract/logical-type.js";
import type { PropertyPath } from "../../../src/contract/property-path.js";
import type { Value } from "../../../src/contract/result.js";
import type { Column } from "../data/column.js";
import { drawnCount, type DrawnRows } from "./drawn-values.js";

/** Digits that a double surely keeps. */
const SAFE_DIGITS = 15;
/** Properties that Plotly writes as they are, or with a format. */
const WRITTEN =
  /^(text|hovertext|customdata|meta|name|title\.text|(cells|header)\.values)(\.\d+)*$/;

/** Whether the values of a type may have more digits than a double. */
export function isExact(type: LogicalType): boolean {
  return /^(decimal|u?int64)/.test(type);
}

/** Whether Plotly only writes the values of a property. */
export function isWritten(path: PropertyPath): boolean {
  return WRITTEN.test(path.join("."));
}

/** Where cells say what is not there. */
export function isCell(path: PropertyPath): boolean {
  return path[0] === "cells" && path[1] === "values";
}

/** The values of the drawn rows with all their digits. */
export function exactValues(column: Column, rows: DrawnRows): Value[] {
  return Array.from({ length: drawnCount(rows) }, (_, index) =>
    column.value(rows.picks ? (rows.picks[index] ?? 0) : rows.start + index),
  );
}

/** Whether a double would show another number for one of them. */
export function exceedDoubles(values: readonly Value[]): boolean {
  return values.some(
    (value) => String(value).replace(/\D/g, "").replace(/^0+/, "").length > SAFE_DIGITS,
  );
}
