/** An aggregate as partial columns that can be folded, where it can. */
import type { CubeExpression } from "../../contract/cube.js";
import type { Dialect } from "../dialect.js";
import type { AggregateCall } from "./aggregate-calls.js";
import type { StoredColumns } from "./stored-columns.js";

/** How the aggregates of dialects fold, by their names; what is not here cannot. */
const FOLDS: Readonly<
  Record<string, "sum" | "count" | "least" | "greatest" | "average" | "and" | "or">
> = {
  avg: "average",
  bool_and: "and",
  bool_or: "or",
  booland_agg: "and",
  boolor_agg: "or",
  count: "count",
  count_if: "count",
  countif: "count",
  every: "and",
  logical_and: "and",
  logical_or: "or",
  max: "greatest",
  mean: "average",
  min: "least",
  sum: "sum",
};

/**
 * Adds the columns that the call needs. Undefined where no such columns are enough: the value for
 * some rows together does not follow from the values for each of them.
 */
export function foldCall(
  call: AggregateCall,
  columns: StoredColumns,
  { counted }: Dialect,
): CubeExpression | undefined {
  const { name, argument, distinct, several, tail } = call;
  const is = FOLDS[name];
  if (is === undefined || several || /^within\b/i.test(tail)) return undefined;
  if (distinct && is !== "least" && is !== "greatest") {
    if (is !== "count" || tail !== "") return undefined;
    const column = columns.add("key", counted?.(argument) ?? argument, "keys.distinct");
    return { is: "distinct", column, classes: columns.classesOf(column) };
  }
  const partial = (called: string): number => {
    const text = [`${called}(${argument})`, tail].filter((part) => part !== "").join(" ");
    return columns.add("partial", text, `partials.${called}`);
  };
  switch (is) {
    case "average":
      return { is, sum: partial("sum"), count: partial("count") };
    case "least":
    case "greatest": {
      const column = partial(name);
      return { is, column, classes: columns.classesOf(column) };
    }
    default:
      return { is, column: partial(name) };
  }
}
