import type { DialectName } from "../dialect.js";
import { dialects } from "../dialects.js";
import type { Token } from "../tokens.js";

const OPENING = new Set(["(", "[", "{"]);
const CLOSING = new Set([")", "]", "}"]);

/** One entry of an ORDER BY. */
export interface OrderItem {
  readonly expression: string;
  readonly descending: boolean;
  /** As it is written; absent: the engine's own way. */
  readonly nulls?: "first" | "last";
}

/**
 * The expressions of an ordering without their directions: `a desc nulls last, f(b, c)` → `a`,
 * `f(b, c)`.
 */
export function orderedExpressions(sql: string, dialect: DialectName): string[] {
  return orderItems(sql, dialect).map(({ expression }) => expression);
}

/** The entries of an ordering; none where it cannot be read. */
export function orderItems(sql: string, dialect: DialectName): OrderItem[] {
  const tokens = dialects[dialect].tokenize(sql);
  if (!tokens) return [];
  const items: OrderItem[] = [];
  let item: Token[] = [];
  let depth = 0;
  for (const token of tokens) {
    const symbol = token.kind === "symbol" ? token.text : "";
    if (OPENING.has(symbol)) depth++;
    if (CLOSING.has(symbol)) depth--;
    if (symbol === "," && depth === 0) {
      items.push(readItem(sql, item, token.start));
      item = [];
    } else {
      item.push(token);
    }
  }
  return [...items, readItem(sql, item, sql.length)].filter(({ expression }) => expression !== "");
}

/** `end` is where the text after the tokens begins. */
function readItem(sql: string, tokens: readonly Token[], end: number): OrderItem {
  const first = tokens[0];
  if (!first) return { expression: "", descending: false };
  const words = tokens.map(({ kind, text }) => (kind === "word" ? text.toLowerCase() : ""));
  let count = words.length;
  const last = words[count - 1];
  const nulls =
    words[count - 2] === "nulls" && (last === "first" || last === "last") ? last : undefined;
  if (nulls) count -= 2;
  const direction = words[count - 1];
  if (direction === "asc" || direction === "desc") count -= 1;
  return {
    expression: sql.slice(first.start, tokens[count]?.start ?? end).trim(),
    descending: direction === "desc",
    ...(nulls && { nulls }),
  };
}
