/** Lower ends of steps of numbers, as databases compute them without rounding. */
import type { LogicalType } from "../../contract/logical-type.js";

/** For dialects whose remainders of decimals are exact. */
export function cutToStep(sql: string, step: string, type: LogicalType): string | undefined {
  if (!type.startsWith("float")) return cutExactly(sql, step);
  return isWhole(step) ? cutDouble(sql, step) : undefined;
}

/** Other steps of doubles would not be the numbers that they are written as. */
export function isWhole(step: string): boolean {
  return !step.includes(".");
}

/** Of integers and decimals: remainders of these are exact. */
export function cutExactly(value: string, step: string): string {
  return `${value} - mod(mod(${value}, ${step}) + ${step}, ${step})`;
}

/** Of doubles and whole steps: the quotient finds the step, and a comparison checks it. */
export function cutDouble(
  value: string,
  step: string,
  place = `floor(${value} / ${step})`,
): string {
  const checked = [
    `when ${place} * ${step} > ${value} then ${place} - 1`,
    `when (${place} + 1) * ${step} <= ${value} then ${place} + 1`,
  ];
  return `(case ${checked.join(" ")} else ${place} end) * ${step}`;
}
