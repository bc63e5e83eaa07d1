/** An aggregate as partial columns that can be folded, where it can. */
import type { CubeExpression } from "../../contract/cube.js";
import type { Dialect } from "../dialect.js";
import type { AggregateCall } from "./aggregate-calls.js";
import { isOneOperand } from "./one-operand.js";
import type { Unreadable } from "./expression-reader.js";
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
 * Adds the columns that the call needs. Unreadable where no such columns are enough: the value for
 * some rows together does not follow from the values for each of them. `alone`: nothing is computed
 * of it.
 */
export function foldCall(
  call: AggregateCall,
  columns: StoredColumns,
  dialect: Dialect,
  alone: boolean,
): CubeExpression | Unreadable {
  const { name, argument, distinct, several, tail } = call;
  const { arithmetic } = dialect;
  const is = FOLDS[name];
  const unfit = { why: `\`${name}\` of several groups does not follow from that of each` };
  if (is === undefined || several || /^within\b/i.test(tail)) return unfit;
  if (distinct && is !== "least" && is !== "greatest") {
    if (is !== "count" || tail !== "") return unfit;
    const column = columns.add("key", dialect.counted?.(argument) ?? argument, "keys.distinct");
    return { is: "distinct", column, classes: columns.classesOf(column) };
  }
  const hasDigits = is === "sum" || is === "average" || (!alone && is !== "count");
  if (hasDigits && arithmetic?.hidesDigits && divides(argument, dialect)) {
    return {
      why: `${dialect.title} calculates with more digits of a quotient than it shows; \`round\` or cast it inside of \`${name}\``,
    };
  }
  const textOf = (called: string): string =>
    [`${called}(${argument})`, tail].filter((part) => part !== "").join(" ");
  const partial = (called: string): number =>
    columns.add("partial", textOf(called), `partials.${called}`);
  switch (is) {
    case "average":
      return { is, sum: partial("sum"), count: partial("count") };
    case "least":
    case "greatest": {
      const column = partial(name);
      return { is, column, classes: columns.classesOf(column) };
    }
    case "sum": {
      const column = partial(name);
      const isReal = alone ? undefined : arithmetic?.isReal?.(textOf(name));
      if (isReal === undefined) return { is, column };
      return { is, column, reals: columns.add("partial", isReal, `partials.${name}.real`) };
    }
    default:
      return { is, column: partial(name) };
  }
}

/** Whether a quotient may be added up as it is; `round` and casts cut its digits. */
function divides(argument: string, { tokenize }: Dialect): boolean {
  const tokens = tokenize(argument) ?? [];
  const isCut = /^(?:round|cast)$/i.test(tokens[0]?.text ?? "") && isOneOperand(tokens);
  return !isCut && tokens.some(({ kind, text }) => kind === "symbol" && text === "/");
}
