import type { LogicalType } from "../../../contract/logical-type.js";
import { cutDouble, cutExactly, isWhole } from "../step.js";

/** A literal with a point is a double here unless it says otherwise. */
export function cutToStep(sql: string, step: string, type: LogicalType): string | undefined {
  if (type.startsWith("float")) return isWhole(step) ? cutDouble(sql, step) : undefined;
  return cutExactly(sql, isWhole(step) ? step : `bignumeric '${step}'`);
}
