import type { Grain } from "../../../contract/input.js";
import type { LogicalType } from "../../../contract/logical-type.js";
import { quoteLiteral } from "./quote.js";

export function cutToGrain(
  sql: string,
  grain: Grain,
  type: LogicalType,
  zone: string,
): string | undefined {
  const part = grain === "week" ? "isoweek" : grain;
  if (type === "date") return `date_trunc(${sql}, ${part})`;
  if (type === "timestamp") return `date_trunc(date(${sql}), ${part})`;
  if (type !== "instant") return undefined;
  return `date_trunc(date(${sql}, ${quoteLiteral(zone)}), ${part})`;
}
