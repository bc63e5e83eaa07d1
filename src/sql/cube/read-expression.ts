/** An expression over aggregates as what the page evaluates. */
import type { CubeExpression } from "../../contract/cube.js";
import type { Dialect } from "../dialect.js";
import { aggregateCalls, type AggregateCall } from "./aggregate-calls.js";

/** Where a call of an aggregate stands, and what it has become. */
export interface Slot extends Pick<AggregateCall, "from" | "to"> {
  readonly value: CubeExpression;
}

/** Why an expression cannot be evaluated over folded aggregates: a part of a sentence. */
export interface Unreadable {
  readonly why: string;
}

/**
 * `fold` yields what a call becomes, undefined where it cannot be folded. The expression must
 * aggregate.
 */
export function readExpression(
  sql: string,
  dialect: Dialect,
  fold: (call: AggregateCall) => CubeExpression | undefined,
): CubeExpression | Unreadable {
  const tokens = dialect.tokenize(sql);
  const calls = tokens && aggregateCalls(sql, tokens, dialect);
  if (!calls) return { why: "it could not be read" };
  const slots: Slot[] = [];
  for (const call of calls) {
    const value = fold(call);
    if (!value) {
      return { why: `\`${call.name}\` of several groups does not follow from that of each` };
    }
    slots.push({ from: call.from, to: call.to, value });
  }
  const [only] = slots;
  if (only && slots.length === 1 && only.from === 0 && only.to === tokens.length) return only.value;
  return { why: "what stands around its aggregates is not evaluated in the page" };
}
