/** An expression over aggregates as what the page evaluates. */
import type { CubeExpression } from "../../contract/cube.js";
import type { Dialect } from "../dialect.js";
import type { Token } from "../tokens.js";
import { aggregateCalls, type AggregateCall } from "./aggregate-calls.js";
import { isOneOperand } from "./one-operand.js";
import { ExpressionReader, type Slot, type Unreadable } from "./expression-reader.js";

/** What the parts of an expression become. */
export interface ExpressionParts {
  /** `alone`: the call is the whole expression. */
  readonly fold: (call: AggregateCall, alone: boolean) => CubeExpression | Unreadable;
  /** Expressions that each row has, such as what the trace is grouped by, and what each becomes. */
  readonly rows: readonly { readonly sql: string; readonly value: () => CubeExpression }[];
}

/** The expression must aggregate. */
export function readExpression(
  sql: string,
  dialect: Dialect,
  { fold, rows }: ExpressionParts,
): CubeExpression | Unreadable {
  const tokens = dialect.tokenize(sql);
  const calls = tokens && aggregateCalls(sql, tokens, dialect);
  if (!calls) return { why: "it could not be read" };
  const alone = calls.length === 1 && calls[0]?.from === 0 && calls[0].to === tokens.length;
  const slots: Slot[] = [];
  for (const call of calls) {
    const value = fold(call, alone);
    if (!("is" in value)) return value;
    if (alone) return value;
    slots.push({ from: call.from, to: call.to, value });
  }
  if (!dialect.arithmetic) {
    return { why: `what stands around aggregates is not proved for ${dialect.title}` };
  }
  for (const { sql: row, value } of rows) {
    const name = dialect.tokenize(row);
    if (!name || !isOneOperand(name)) continue;
    for (const from of placesOf(name, tokens)) {
      const to = from + name.length;
      if (!slots.some((slot) => from < slot.to && slot.from < to)) {
        slots.push({ from, to, value: value() });
      }
    }
  }
  return new ExpressionReader(sql, tokens, slots, dialect.arithmetic).read();
}

/** Where the same tokens stand as a whole operand. */
function placesOf(wanted: readonly Token[], tokens: readonly Token[]): number[] {
  const places: number[] = [];
  for (let from = 0; from + wanted.length <= tokens.length; from++) {
    const isThere = wanted.every((token, at) => isSame(token, tokens[from + at]));
    const around = [tokens[from - 1]?.text, tokens[from + wanted.length]?.text];
    if (isThere && !around.includes(".") && around[1] !== "(") places.push(from);
  }
  return places;
}

function isSame(one: Token, other: Token | undefined): boolean {
  if (one.kind !== other?.kind) return false;
  return one.kind === "word"
    ? one.text.toLowerCase() === other.text.toLowerCase()
    : one.text === other.text;
}
