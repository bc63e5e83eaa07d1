/**
 * Dates that a time axis cannot hold. Plotly knows the years −9999 to 9999, and an axis that comes
 * near their ends loses its range with its margins: the chart is empty. `9999-12-31` mostly means
 * "never", and a picture of eight thousand years would show nothing of the others.
 */
import type { Props } from "./bind.js";
import { listOf, partOf } from "./computed.js";

/** The years that are drawn lie between its negative and it. */
const LAST_YEAR = 9000;
/** A date as results write it: years beyond four digits are ISO's expanded form. */
const DATE = /^([+-]?\d{4,6})(-\d\d-\d\d.*)$/;

/** Whether a text is a date that is too far away to be drawn. */
export function isFarDate(value: unknown): boolean {
  if (typeof value !== "string") return false;
  if (/^-?infinity$/.test(value)) return true;
  const year = DATE.exec(value)?.[1];
  return year !== undefined && Math.abs(Number(year)) > LAST_YEAR;
}

/** A trace without its far dates, and with years before Christ as Plotly writes them. */
export function withDrawableDates(trace: Props, layout: Props): Props {
  const changed: Props = {};
  for (const property of ["x", "y", "z", "r", "base"]) {
    const values = listOf(trace[property]);
    if (!values || !isAlongTime(trace, property, values, layout)) continue;
    const drawable = Array.from(values, drawableDate);
    if (drawable.some((value, index) => value !== values[index])) changed[property] = drawable;
  }
  return Object.keys(changed).length === 0 ? trace : { ...trace, ...changed };
}

function drawableDate(value: unknown): unknown {
  if (typeof value !== "string") return value;
  if (isFarDate(value)) return null;
  const [, year, rest] = DATE.exec(value) ?? [];
  if (year === undefined || rest === undefined || !/^[+-]/.test(year)) return value;
  return `-${String(Math.abs(Number(year))).padStart(4, "0")}${rest}`;
}

/** Whether the axis is one of dates: as it is written, or since nothing else lies along it. */
function isAlongTime(
  trace: Props,
  property: string,
  values: ArrayLike<unknown>,
  layout: Props,
): boolean {
  const id = trace[`${property}axis`];
  const name = `${property}axis${typeof id === "string" ? id.slice(1) : ""}`;
  const holder = typeof trace["scene"] === "string" ? partOf(layout[trace["scene"]]) : layout;
  const { type } = partOf(holder[name]);
  if (typeof type === "string" && type !== "-") return type === "date";
  let dates = 0;
  for (const value of Array.from(values)) {
    if (value === null) continue;
    if (typeof value !== "string" || !(DATE.test(value) || isFarDate(value))) return false;
    dates += 1;
  }
  return dates > 0;
}
