import type { Grain } from "../../../contract/input.js";
import type { LogicalType } from "../../../contract/logical-type.js";

/**
 * Instants are cut in UTC alone, in which our sessions are: other zones need tables that many
 * servers lack, and would make NULL of every value there.
 */
export function cutToGrain(
  sql: string,
  grain: Grain,
  type: LogicalType,
  zone: string,
): string | undefined {
  const isCut = type === "date" || type === "timestamp" || (type === "instant" && zone === "UTC");
  return isCut ? CUTS[grain](`cast(${sql} as date)`) : undefined;
}

/** `makedate` takes years below 100 for others. */
function yearStart(date: string): string {
  return `date_sub(${date}, interval dayofyear(${date}) - 1 day)`;
}

const CUTS = {
  day: (date) => date,
  week: (date) => `date_sub(${date}, interval weekday(${date}) day)`,
  month: (date) => `date_sub(${date}, interval dayofmonth(${date}) - 1 day)`,
  quarter: (date) => `date_add(${yearStart(date)}, interval quarter(${date}) * 3 - 3 month)`,
  year: yearStart,
} as const satisfies Record<Grain, (date: string) => string>;
