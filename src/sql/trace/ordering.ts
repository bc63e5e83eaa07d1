import type { DialectName } from "../dialect.js";
import { dialects } from "../dialects.js";
import type { Token } from "../tokens.js";

const OPENING = new Set(["(", "[", "{"]);
const CLOSING = new Set([")", "]", "}"]);

/**
 * The expressions of an ordering without their directions: `a desc nulls last, f(b, c)` → `a`,
 * `f(b, c)`.
 */
export function orderedExpressions(sql: string, dialect: DialectName): string[] {
  const tokens = dialects[dialect].tokenize(sql);
  if (!tokens) return [];
  const expressions: string[] = [];
  let item: Token[] = [];
  let depth = 0;
  for (const token of tokens) {
    const symbol = token.kind === "symbol" ? token.text : "";
    if (OPENING.has(symbol)) depth++;
    if (CLOSING.has(symbol)) depth--;
    if (symbol === "," && depth === 0) {
      expressions.push(withoutDirection(sql, item, token.start));
      item = [];
    } else {
      item.push(token);
    }
  }
  return [...expressions, withoutDirection(sql, item, sql.length)].filter((text) => text !== "");
}

/**
 * The text of the tokens up to the direction that ends them. `end` is where the text after them
 * begins.
 */
function withoutDirection(sql: string, tokens: readonly Token[], end: number): string {
  const first = tokens[0];
  if (!first) return "";
  const words = tokens.map(({ kind, text }) => (kind === "word" ? text.toLowerCase() : ""));
  let count = words.length;
  const last = words[count - 1];
  if (words[count - 2] === "nulls" && (last === "first" || last === "last")) count -= 2;
  const direction = words[count - 1];
  if (direction === "asc" || direction === "desc") count -= 1;
  return sql.slice(first.start, tokens[count]?.start ?? end).trim();
}
