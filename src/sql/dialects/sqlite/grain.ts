import type { Grain } from "../../../contract/input.js";
import type { LogicalType } from "../../../contract/logical-type.js";

/** Dates are mostly texts here; they have no zone but UTC. */
export function cutToGrain(
  sql: string,
  grain: Grain,
  type: LogicalType,
  zone: string,
): string | undefined {
  const hasGrain = type === "date" || type === "timestamp" || type === "text";
  return hasGrain || (type === "instant" && zone === "UTC") ? CUTS[grain](sql) : undefined;
}

const CUTS = {
  day: (sql) => `date(${sql})`,
  week: (sql) => `date(${sql}, '-6 days', 'weekday 1')`,
  month: (sql) => `date(${sql}, 'start of month')`,
  quarter: (sql) =>
    `date(${sql}, 'start of month', '-' || ((strftime('%m', ${sql}) - 1) % 3) || ' months')`,
  year: (sql) => `date(${sql}, 'start of year')`,
} as const satisfies Record<Grain, (sql: string) => string>;
