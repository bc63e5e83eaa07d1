import type { Grain } from "../../../contract/input.js";
import type { LogicalType } from "../../../contract/logical-type.js";
import { quoteWithBackslashes } from "./quote.js";

/** The session's WEEK_START decides where `date_trunc` begins weeks; `dayofweekiso` knows better. */
export function cutToGrain(
  sql: string,
  grain: Grain,
  type: LogicalType,
  zone: string,
): string | undefined {
  const date = dateOf(sql, type, zone);
  if (date === undefined) return undefined;
  if (grain === "week") return `dateadd(day, 1 - dayofweekiso(${date}), ${date})`;
  return grain === "day" ? date : `date_trunc('${grain}', ${date})`;
}

function dateOf(sql: string, type: LogicalType, zone: string): string | undefined {
  if (type === "date" || type === "timestamp") return `cast(${sql} as date)`;
  if (type !== "instant") return undefined;
  return `cast(convert_timezone(${quoteWithBackslashes(zone)}, ${sql}) as date)`;
}
