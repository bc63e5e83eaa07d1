import type { LogicalType } from "../../../contract/logical-type.js";
import { cutDouble, isWhole } from "../step.js";

/** Each value has a type of its own; decimals are doubles, and remainders exist of integers alone. */
export function cutToStep(sql: string, step: string, _type: LogicalType): string | undefined {
  if (!isWhole(step)) return undefined;
  const ofInteger = `${sql} - (${sql} % ${step} + ${step}) % ${step}`;
  const place = `cast(${sql} / (${step} * 1.0) as integer)`;
  return `case typeof(${sql}) when 'integer' then ${ofInteger} else ${cutDouble(sql, step, place)} end`;
}
