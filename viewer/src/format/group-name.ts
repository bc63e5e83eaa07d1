/**
 * What a reader calls the rows that share a value, wherever it names them: categories of axes,
 * slices, series. Two values never share a name.
 */
import type { LogicalType } from "../../../src/contract/logical-type.js";
import type { Value } from "../../../src/contract/result.js";
import type { Formatter } from "./value.js";

/** The name of NULL. */
export const NULL_NAME = "(null)";
/** The name of the empty text. */
export const EMPTY_NAME = "(empty)";

/** Texts that read as one of those names, or as such a text in quotes. */
const LOOKS_NAMED = /^"*\((null|empty)\)"*$/;

/** The name of a text; one that reads as the name of NULL or of the empty text stands in quotes. */
export function textName(text: string): string {
  if (text === "") return EMPTY_NAME;
  return LOOKS_NAMED.test(text) ? `"${text}"` : text;
}

/** The name of a value; dates and times as in tables, in the project's zone. */
export function groupName(value: Value, type: LogicalType, formatter: Formatter): string {
  if (value === null) return NULL_NAME;
  if (type === "instant") return instantName(String(value), formatter);
  if (type === "date" || type === "timestamp") return formatter.value(value, type);
  return typeof value === "string" ? textName(value) : String(value);
}

/** An hour that the clock shows twice has the distance from UTC behind it. */
function instantName(instant: string, formatter: Formatter): string {
  const name = formatter.value(instant, "instant");
  if (!formatter.zone.isTwice(instant)) return name;
  const milliseconds = Date.parse(instant);
  const here = Date.parse(`${formatter.zone.localMicros(milliseconds * 1_000)}Z`);
  return `${name} ${offsetText(here - milliseconds)}`;
}

/** `+02:00` */
function offsetText(milliseconds: number): string {
  const minutes = Math.round(Math.abs(milliseconds) / 60_000);
  const part = (number: number) => String(number).padStart(2, "0");
  const sign = milliseconds < 0 ? "-" : "+";
  return `${sign}${part(Math.floor(minutes / 60))}:${part(minutes % 60)}`;
}
