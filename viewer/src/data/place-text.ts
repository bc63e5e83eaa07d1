/** Of which month a number is, or whatever the rows lie along of which it is one. */
import type { Formatter } from "../format/value.js";
import type { Column } from "./column.js";
import { namesThings } from "./names-things.js";

/** The place of a row as it is written. */
export function placeOf(
  column: Pick<Column, "name" | "type" | "length" | "value">,
  row: number,
  format: string | undefined,
  formatter: Formatter,
): string {
  const value = column.value(row);
  return format === undefined && namesThings(column, column.name)
    ? String(value)
    : formatter.value(value, column.type, format);
}

/** What a number of one place only is called: `On time, Dec 2013`. */
export function labelAt(label: string, place: string | undefined): string {
  return place === undefined ? label : `${label}, ${place}`;
}
