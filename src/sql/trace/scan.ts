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
  let aggregates = false;
  let windows = false;
  for (let i = 0; i < tokens.length; i++) {
    const end = ends.get(i);
    if (end === undefined || tokens[i]?.text !== "(") continue;
    if (opensQuery(tokens, i + 1)) {
      i = end;
      continue;
    }
    const callee = tokens[i - 1];
    if (callee?.kind !== "word" && callee?.kind !== "quoted") continue;
    const tail = callTail(tokens, ends, end);
    if (tail.over) windows = true;
    else if (
      tail.aggregates ||
      isAggregate(callee.text.toLowerCase(), hasComma(tokens, ends, i + 1, end))
    ) {
      aggregates = true;
    }
  }
  return { aggregates, windows, several: hasComma(tokens, ends, 0, tokens.length) };
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
): { over: boolean; aggregates: boolean } {
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
      return { over: word === "over", aggregates };
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
