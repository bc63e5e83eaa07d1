/**
 * Finds function calls in a tokenized expression and what follows them: FILTER, WITHIN GROUP, OVER.
 */
import type { Token } from "../tokens.js";

/** What stands in an expression outside its subqueries. */
export interface Scan {
  readonly aggregates: boolean;
  readonly windows: boolean;
  /** A comma or semicolon stands outside all brackets. */
  readonly several: boolean;
}

/**
 * Whether a function, in lower case, aggregates when it is called with one or with several
 * arguments.
 */
export type IsAggregate = (name: string, several: boolean) => boolean;

const CLOSING: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };
const OPENING_OF_QUERY = new Set(["select", "with", "from"]);

/** Undefined when brackets do not match. What stands in subqueries does not count. */
export function scanTokens(tokens: readonly Token[], isAggregate: IsAggregate): Scan | undefined {
  const ends = matchBrackets(tokens);
  if (!ends) return undefined;
  const calls = [...callsIn(tokens, ends, isAggregate)];
  return {
    aggregates: calls.some(({ over, aggregates }) => !over && aggregates),
    windows: calls.some(({ over }) => over),
    several: hasComma(tokens, ends, 0, tokens.length),
  };
}

/** A call by the positions of its tokens: its brackets, and behind all that belongs to it. */
export interface Call {
  /** In lower case. */
  readonly name: string;
  readonly open: number;
  readonly close: number;
  readonly end: number;
  readonly over: boolean;
  readonly aggregates: boolean;
  /** A comma stands between its arguments. */
  readonly several: boolean;
}

/**
 * The aggregates that stand in no other one, in their order. Undefined when brackets do not match.
 */
export function findCalls(tokens: readonly Token[], isAggregate: IsAggregate): Call[] | undefined {
  const ends = matchBrackets(tokens);
  if (!ends) return undefined;
  const found: Call[] = [];
  for (const call of callsIn(tokens, ends, isAggregate)) {
    const around = found.at(-1);
    if (call.aggregates && !(around && call.open < around.end)) found.push(call);
  }
  return found;
}

/** All calls outside of subqueries, each before those in its brackets. */
function* callsIn(
  tokens: readonly Token[],
  ends: ReadonlyMap<number, number>,
  isAggregate: IsAggregate,
): Iterable<Call> {
  for (let i = 0; i < tokens.length; i++) {
    const close = ends.get(i);
    if (close === undefined || tokens[i]?.text !== "(") continue;
    if (opensQuery(tokens, i + 1)) {
      i = close;
      continue;
    }
    const callee = tokens[i - 1];
    if (callee?.kind !== "word" && callee?.kind !== "quoted") continue;
    const name = callee.text.toLowerCase();
    const several = hasComma(tokens, ends, i + 1, close);
    const { over, aggregates, end } = callTail(tokens, ends, close);
    const isOne = aggregates || isAggregate(name, several);
    yield { name, open: i, close, end, over, aggregates: isOne, several };
  }
}

/**
 * `values` and `table` begin a query only before what it goes on with: they are names of columns,
 * too.
 */
function opensQuery(tokens: readonly Token[], at: number): boolean {
  const word = wordAt(tokens, at);
  const next = tokens[at + 1];
  if (word === "values") return next?.text === "(" && next.kind === "symbol";
  if (word === "table") return next?.kind === "word" || next?.kind === "quoted";
  return OPENING_OF_QUERY.has(word);
}

/** Positions of opening brackets with those of their partners. */
function matchBrackets(tokens: readonly Token[]): ReadonlyMap<number, number> | undefined {
  const ends = new Map<number, number>();
  const open: number[] = [];
  for (const [i, { kind, text }] of tokens.entries()) {
    if (kind !== "symbol") continue;
    if (text in CLOSING) open.push(i);
    if (text !== ")" && text !== "]" && text !== "}") continue;
    const start = open.pop();
    if (start === undefined || CLOSING[tokens[start]?.text ?? ""] !== text) return undefined;
    ends.set(start, i);
  }
  return open.length === 0 ? ends : undefined;
}

/** What follows a call whose bracket closes at `end`. */
function callTail(
  tokens: readonly Token[],
  ends: ReadonlyMap<number, number>,
  end: number,
): { over: boolean; aggregates: boolean; end: number } {
  let at = end + 1;
  let aggregates = false;
  for (;;) {
    const word = wordAt(tokens, at);
    const group = word === "within" && wordAt(tokens, at + 1) === "group" ? at + 2 : at + 1;
    const groupEnd = ends.get(group);
    if ((word === "filter" || group === at + 2) && groupEnd !== undefined) {
      aggregates = true;
      at = groupEnd + 1;
    } else if ((word === "ignore" || word === "respect") && wordAt(tokens, at + 1) === "nulls") {
      at += 2;
    } else {
      return { over: word === "over", aggregates, end: at };
    }
  }
}

function hasComma(
  tokens: readonly Token[],
  ends: ReadonlyMap<number, number>,
  from: number,
  to: number,
): boolean {
  for (let i = from; i < to; i++) {
    i = ends.get(i) ?? i;
    const token = tokens[i];
    if (token?.kind === "symbol" && (token.text === "," || token.text === ";")) return true;
  }
  return false;
}

/** The word at a position in lower case; empty when something else stands there. */
function wordAt(tokens: readonly Token[], at: number): string {
  const token = tokens[at];
  return token?.kind === "word" ? token.text.toLowerCase() : "";
}
