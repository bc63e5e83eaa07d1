import type { LogicalType } from "../../../contract/logical-type.js";
import { cutDouble, cutExactly, isWhole } from "../step.js";

/** A literal with a point is a decimal; what is calculated with a `real` is one, too. */
export function cutToStep(sql: string, step: string, type: LogicalType): string | undefined {
  if (!type.startsWith("float")) return cutExactly(sql, step);
  return isWhole(step) ? cutDouble(`cast(${sql} as double)`, step) : undefined;
}
