import type { Grain } from "../../../contract/input.js";
import type { LogicalType } from "../../../contract/logical-type.js";
import { quoteText } from "../../quote.js";

/** `date_trunc` begins weeks on Monday. Of dates it fails where all of a column are infinite. */
export function cutToGrain(
  sql: string,
  grain: Grain,
  type: LogicalType,
  zone: string,
): string | undefined {
  if (type === "date" || type === "timestamp") {
    return `cast(date_trunc('${grain}', cast(${sql} as timestamp)) as date)`;
  }
  if (type !== "instant") return undefined;
  return `cast(date_trunc('${grain}', ${sql} at time zone ${quoteText(zone)}) as date)`;
}
