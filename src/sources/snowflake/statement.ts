import { tokenizeSnowflake } from "../../sql/dialects/snowflake/tokens.js";
import type { Token } from "../../sql/tokens.js";

/** Statements that only read. `EXPLAIN` runs nothing of what stands behind it. */
const READING = new Set([
  "select",
  "with",
  "values",
  "show",
  "describe",
  "desc",
  "explain",
  "list",
  "ls",
]);

/** What may follow the named queries of WITH. */
const BEHIND_WITH = new Set(["select", "values", "with"]);

export type Verdict = "reads" | "nothing" | { readonly refused: string };

/**
 * Whether a text is one statement that begins with a word for reading, and so does each link of a
 * chain with `->>`. Snowflake has no session that only reads: what a role may do is the wall, this
 * is the fence before it. A text that could be read in two ways is refused.
 */
export function judge(sql: string): Verdict {
  const tokens = tokenizeSnowflake(sql);
  if (!tokens) {
    return { refused: "the statement cannot be read: a quote or a comment in it does not end." };
  }
  const statements = split(tokens, [";"]).filter((statement) => statement.length > 0);
  const [only] = statements;
  if (!only) return "nothing";
  if (statements.length > 1) return { refused: "there is more than one statement." };
  for (const link of split(only, ["-", ">", ">"])) {
    const refused = faultOf(link);
    if (refused !== undefined) return { refused };
  }
  return "reads";
}

function faultOf(link: readonly Token[]): string | undefined {
  const start = link.findIndex(({ text }) => text !== "(");
  const first = link[start];
  const word = wordOf(first);
  if (!READING.has(word)) {
    return `it begins with ${first ? `\`${first.text}\`` : "nothing"}, which is no word for reading.`;
  }
  if (word !== "with") return undefined;
  const next = behindWith(link.slice(start + 1));
  return next !== undefined && BEHIND_WITH.has(wordOf(next))
    ? undefined
    : "behind the named queries of its WITH comes no query.";
}

/**
 * The token that follows `name (columns) AS (query), …`; undefined where the text has another form,
 * such as a procedure in the place of a query.
 */
function behindWith(tokens: readonly Token[]): Token | undefined {
  let at = wordOf(tokens[0]) === "recursive" ? 1 : 0;
  for (;;) {
    if (tokens[at]?.kind !== "word" && tokens[at]?.kind !== "quoted") return undefined;
    at += 1;
    if (isSymbol(tokens[at], "(")) at = behindBracket(tokens, at);
    if (wordOf(tokens[at]) !== "as" || !isSymbol(tokens[at + 1], "(")) return undefined;
    at = behindBracket(tokens, at + 1);
    if (!isSymbol(tokens[at], ",")) return tokens.slice(at).find((token) => !isSymbol(token, "("));
    at += 1;
  }
}

/** The position behind the bracket that opens at `at`. */
function behindBracket(tokens: readonly Token[], at: number): number {
  let depth = 0;
  for (let i = at; i < tokens.length; i++) {
    if (isSymbol(tokens[i], "(")) depth += 1;
    if (isSymbol(tokens[i], ")")) depth -= 1;
    if (depth === 0) return i + 1;
  }
  return tokens.length;
}

/** The tokens between symbols that stand right behind each other. */
function split(tokens: readonly Token[], separator: readonly string[]): Token[][] {
  const parts: Token[][] = [[]];
  for (let at = 0; at < tokens.length; at++) {
    const start = tokens[at]?.start ?? 0;
    const found = separator.every((symbol, i) => {
      const token = tokens[at + i];
      return isSymbol(token, symbol) && token?.start === start + i;
    });
    const token = tokens[at];
    if (found) {
      parts.push([]);
      at += separator.length - 1;
    } else if (token) parts.at(-1)?.push(token);
  }
  return parts;
}

function isSymbol(token: Token | undefined, symbol: string): boolean {
  return token?.kind === "symbol" && token.text === symbol;
}

function wordOf(token: Token | undefined): string {
  return token?.kind === "word" ? token.text.toLowerCase() : "";
}
