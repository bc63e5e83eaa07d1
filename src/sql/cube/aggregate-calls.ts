/** The calls of aggregates in an expression, so that each can be asked for by itself. */
import type { Dialect } from "../dialect.js";
import { findCalls } from "../trace/scan.js";
import type { Token } from "../tokens.js";

/** A call such as `sum(distinct x) filter (where y)`, outside of any other. */
export interface AggregateCall {
  /** In lower case. */
  readonly name: string;
  /** What stands between its brackets, without `distinct`. */
  readonly argument: string;
  readonly distinct: boolean;
  /** Arguments are separated by commas. */
  readonly several: boolean;
  /** What follows the brackets, such as a FILTER; empty when nothing does. */
  readonly tail: string;
  /** Of the tokens: the first, and behind the last. */
  readonly from: number;
  readonly to: number;
}

/** The outermost calls in their order; undefined where the expression cannot be read. */
export function aggregateCalls(
  sql: string,
  tokens: readonly Token[],
  { aggregates, scalarWithSeveralArguments }: Dialect,
): AggregateCall[] | undefined {
  const calls = findCalls(
    tokens,
    (name, several) => aggregates.has(name) && !(several && scalarWithSeveralArguments.has(name)),
  );
  return calls?.map(({ name, open, close, end, several }) => {
    const first = tokens[open + 1];
    const distinct = first?.kind === "word" && first.text.toLowerCase() === "distinct";
    const start = (distinct ? tokens[open + 2] : first)?.start ?? 0;
    const last = tokens[end - 1];
    const closing = tokens[close]?.start ?? sql.length;
    return {
      name,
      argument: sql.slice(start, closing).trim(),
      distinct,
      several,
      // It ends with a bracket, if there is one.
      tail: end - 1 > close ? sql.slice(closing + 1, (last?.start ?? 0) + 1).trim() : "",
      from: open - 1,
      to: end,
    };
  });
}
