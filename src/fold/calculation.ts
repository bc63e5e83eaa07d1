/** What stands around aggregates: most plans have none of it, and need none of its code. */
import type { ArithmeticDialect, CubeExpression, CubePlan } from "../contract/cube.js";
import type { FoldTable } from "./table.js";
import type { OfGroup } from "./typed-value.js";

/** A call or an average. */
export type Calculated = Extract<CubeExpression, { is: "call" | "average" }>;

/**
 * Yields the value of each group by a dialect's rules, with `valueOf` for the parts that are no
 * calls.
 */
export type Calculate = (
  expression: Calculated,
  table: FoldTable,
  dialect: ArithmeticDialect,
  valueOf: (part: Exclude<CubeExpression, Calculated>) => OfGroup,
) => OfGroup;

/** Whether a plan can be folded by {@link noCalculation}. */
export function calculates({ outputs, cohort, having, order }: CubePlan): boolean {
  const values = [...outputs, ...order].map(({ value }) => value);
  return [...values, ...having, ...(cohort ? [cohort] : [])].some(
    ({ is }) => is === "call" || is === "average",
  );
}

/** For plans that calculate nothing. */
export const noCalculation: Calculate = ({ is }) => {
  throw new Error(`The plan has a ${is}, whose code is not loaded`);
};
