import { isNumeric } from "../../../src/contract/logical-type.js";
import type { Value } from "../../../src/contract/result.js";
import type { Column, TypedArray } from "../data/column.js";
import type { Zone } from "../format/zone.js";
import { escapeMarkup } from "./markup.js";

/** The rows of a series that are drawn: all of `start…end`, or the picked ones among them. */
export interface DrawnRows {
  readonly start: number;
  readonly end: number;
  readonly picks?: Uint32Array;
}

export type DrawnValues = readonly unknown[] | TypedArray;

/**
 * A column's values as Plotly takes them: numbers (a decimal loses digits beyond a double's only
 * here), dates as written in the project's zone, lists as lists, texts without markup.
 */
export function drawnValues(column: Column, rows: DrawnRows, zone: Zone): DrawnValues {
  if (column.typed && !rows.picks) return column.typed.subarray(rows.start, rows.end);
  const read = drawnReader(column, zone);
  const length = drawnCount(rows);
  const values: unknown[] = Array.from({ length });
  for (let index = 0; index < length; index += 1) {
    values[index] = read(rows.picks ? (rows.picks[index] ?? 0) : rows.start + index);
  }
  return values;
}

/** How many rows are drawn. */
export function drawnCount({ start, end, picks }: DrawnRows): number {
  return picks ? picks.length : end - start;
}

function drawnReader(column: Column, zone: Zone): (row: number) => unknown {
  if (isNumeric(column.type)) {
    return (row) => {
      const number = column.number(row);
      return Number.isNaN(number) ? null : number;
    };
  }
  if (column.type === "instant") return textReader(column, (text) => zone.local(text));
  if (column.type === "list") return textReader(column, parseList);
  return textReader(column, escapeMarkup);
}

function textReader(column: Column, read: (text: string) => unknown): (row: number) => unknown {
  return (row) => {
    const value: Value = column.value(row);
    return typeof value === "string" ? read(value) : value;
  };
}

/** Lists travel as JSON text. */
function parseList(text: string): unknown {
  try {
    return JSON.parse(text, (_key, value: unknown) =>
      typeof value === "string" ? escapeMarkup(value) : value,
    );
  } catch {
    return escapeMarkup(text);
  }
}
