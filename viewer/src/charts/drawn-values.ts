import { isNumeric } from "../../../src/contract/logical-type.js";
import type { Value } from "../../../src/contract/result.js";
import type { Column, TypedArray } from "../data/column.js";
import { groupName } from "../format/group-name.js";
import type { Formatter } from "../format/value.js";
import { escapeMarkup } from "../format/markup.js";

/** The rows of a series that are drawn: all of `start…end`, or the picked ones, in their order. */
export interface DrawnRows {
  readonly start: number;
  readonly end: number;
  readonly picks?: Uint32Array;
}

export type DrawnValues = readonly unknown[] | TypedArray;

/**
 * What a property makes of a column.
 *
 * - `plain`: numbers (a decimal loses digits beyond a double's only here), dates as written in the
 *   project's zone, lists as lists, texts without markup.
 * - `number`: the same, and booleans are 1 and 0.
 * - `name`: names of categories, NULL and the empty text among them.
 * - `parent`: the same for names of rows above others, where NULL and the empty text mean none.
 * - `time`: times of day on the first of January 1970.
 * - `moment`: instants at their places on an axis of the project's zone.
 */
export type Reading = "plain" | "number" | "name" | "parent" | "time" | "moment";

/** A column's values as Plotly takes them. */
export function drawnValues(
  column: Column,
  rows: DrawnRows,
  reading: Reading,
  formatter: Formatter,
): DrawnValues {
  if (column.typed && !rows.picks && (reading === "plain" || reading === "number")) {
    return column.typed.subarray(rows.start, rows.end);
  }
  const read = READERS[reading](column, formatter);
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

/** The name of a column's value in a row, as Plotly takes it. */
export function nameReader(column: Column, formatter: Formatter): (row: number) => string {
  return (row) => {
    const name = escapeMarkup(groupName(column.value(row), column.type, formatter));
    return INHERITED.has(name) ? `${name}\u200B` : name;
  };
}

/** Plotly looks names up in plain objects, which seem to hold these; with a mark they do not. */
const INHERITED = new Set(Object.getOwnPropertyNames(Object.prototype));

type MakeReader = (column: Column, formatter: Formatter) => (row: number) => unknown;

const READERS = {
  plain: plainReader,
  number(column, formatter) {
    if (column.type !== "bool") return plainReader(column, formatter);
    return (row) => {
      const value = column.value(row);
      return value === null ? null : Number(value);
    };
  },
  name: nameReader,
  parent(column, formatter) {
    const name = nameReader(column, formatter);
    return (row) => (isNothing(column.value(row)) ? "" : name(row));
  },
  time(column, formatter) {
    if (column.type !== "time") return plainReader(column, formatter);
    return textReader(column, timeOfDay);
  },
  moment: (column, { zone }) => textReader(column, zone.place),
} satisfies Record<Reading, MakeReader>;

function plainReader(column: Column, { zone }: Formatter): (row: number) => unknown {
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

function isNothing(value: Value): boolean {
  return value === null || value === "";
}

/** The end of a day, `24:00:00`, is the beginning of the next. */
export function timeOfDay(text: string): string {
  return text.startsWith("24:") ? `1970-01-02T00${text.slice(2)}` : `1970-01-01T${text}`;
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
