/**
 * Whether a statement only reads, by its words: the list that stands before the engine's own guard,
 * and alone where an engine has none.
 */
import type { Token, Tokenize } from "./tokens.js";

/** Words behind which stands what a statement explains, if it explains one. */
const EXPLAINING = new Set(["explain", "describe", "desc"]);
/** What may stand between: options, each perhaps with a value. */
const OPTION = /^(?:analyze|analyse|verbose|extended|partitions|format|json|tree|traditional)$/;
/** What may lie under `WITH`, between brackets or behind them. */
const INSIDE_WITH = new Set("insert update delete replace merge truncate".split(" "));
/** Words that begin a statement inside another one which changes something. */
const OTHERS = "create drop alter rename execute declare refresh call do copy load grant revoke";
const WRITING = new Set([...INSIDE_WITH, ...OTHERS.split(" ")]);

/**
 * The word because of which a text is not sent: none of its statements may begin with another word
 * than those of `reading` (in lower case), hold `INTO` outside of quotes, or hold one that changes
 * something below `WITH` or `EXPLAIN`. Undefined when it may be sent, which an empty one may.
 */
export function refusedWord(
  sql: string,
  tokenize: Tokenize,
  reading: ReadonlySet<string>,
): string | undefined {
  const tokens = tokenize(sql);
  if (!tokens) return refusedInText(sql, reading);
  for (const statement of statementsOf(tokens)) {
    const word = refusedIn(statement, reading);
    if (word !== undefined) return word;
  }
  return undefined;
}

function refusedIn(tokens: readonly Token[], reading: ReadonlySet<string>): string | undefined {
  const start = tokens.findIndex(({ text }) => text !== "(");
  const first = tokens[start];
  if (!first) return undefined;
  const word = wordOf(first);
  if (!reading.has(word)) return first.text;
  // Behind a point or AS it is a name.
  const into = tokens.find(
    (token, at) =>
      wordOf(token) === "into" && tokens[at - 1]?.text !== "." && wordOf(tokens[at - 1]) !== "as",
  );
  if (into) return into.text;
  if (EXPLAINING.has(word)) return explained(tokens.slice(start + 1));
  return tokens.find((token, at) => {
    const [before, after] = [tokens[at - 1]?.text, tokens[at + 1]];
    const begins = before === "(" || before === ")";
    return begins && INSIDE_WITH.has(wordOf(token)) && after && after.kind !== "symbol";
  })?.text;
}

/** What is explained must not change anything either: `EXPLAIN ANALYZE` runs it. */
function explained(tokens: readonly Token[]): string | undefined {
  let at = 0;
  if (tokens[0]?.text === "(" && !isQuery(tokens[1])) at = afterBrackets(tokens);
  while (OPTION.test(wordOf(tokens[at])) || tokens[at]?.text === "=") at += 1;
  const inner = tokens.slice(at);
  const first = inner.find(({ text }) => text !== "(");
  if (!first) return undefined;
  if (WRITING.has(wordOf(first))) return first.text;
  return isQuery(first) ? refusedIn(inner, new Set([wordOf(first)])) : undefined;
}

function isQuery(token: Token | undefined): boolean {
  return ["select", "with", "values", "table", "("].includes(wordOf(token) || (token?.text ?? ""));
}

/** Where the tokens go on behind the bracket with which they begin. */
function afterBrackets(tokens: readonly Token[]): number {
  let depth = 0;
  for (const [at, { kind, text }] of tokens.entries()) {
    if (kind !== "symbol") continue;
    if (text === "(") depth += 1;
    if (text === ")") depth -= 1;
    if (depth === 0) return at + 1;
  }
  return tokens.length;
}

function statementsOf(tokens: readonly Token[]): Token[][] {
  const statements: Token[][] = [[]];
  for (const token of tokens) {
    if (token.kind === "symbol" && token.text === ";") statements.push([]);
    else statements.at(-1)?.push(token);
  }
  return statements;
}

/** In lower case; empty for what is no word. */
function wordOf(token: Token | undefined): string {
  return token?.kind === "word" ? token.text.toLowerCase() : "";
}

/**
 * Nobody can say where a quote of such a text ends: it is sent when it begins with a word that
 * reads and no other word may stand for a change, wherever it is.
 */
function refusedInText(sql: string, reading: ReadonlySet<string>): string | undefined {
  const first = /^(?:[\s(]|(?:--|#)[^\n]*|\/\*(?!M?!)[\s\S]*?\*\/)*([^\s(]*)/.exec(sql)?.[1] ?? "";
  if (!reading.has(first.toLowerCase())) return first;
  const words = [...WRITING, "into"].join("|");
  return new RegExp(String.raw`(?<![\w$])(?:${words})(?![\w$])`, "i").exec(sql)?.[0];
}
