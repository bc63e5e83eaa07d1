import type { Grain } from "../../../contract/input.js";
import type { LogicalType } from "../../../contract/logical-type.js";
import { quoteText } from "../../quote.js";

/** `date_trunc` begins weeks on Monday, and a date stays one. */
export function cutToGrain(
  sql: string,
  grain: Grain,
  type: LogicalType,
  zone: string,
): string | undefined {
  const date = dateOf(sql, type, zone);
  return date === undefined ? undefined : `date_trunc('${grain}', ${date})`;
}

function dateOf(sql: string, type: LogicalType, zone: string): string | undefined {
  if (type === "date" || type === "timestamp") return `cast(${sql} as date)`;
  if (type !== "instant") return undefined;
  return `cast(at_timezone(${sql}, ${quoteText(zone)}) as date)`;
}
