/**
 * Splits MySQL's SQL into tokens. The SQL parser cannot be asked: it takes `#` for an operator and `5--2` for a comment,
 * and what a text in quotes is depends on the server's `sql_mode`, which nobody here knows.
 */
import type { Token } from "./tokens.js";

/**
 * In double quotes stands a text or, under ANSI_QUOTES, a name: it counts as a name, which may differ from row to row.
 * `--` begins a comment only before white space. A comment with `!` is executed.
 */
const TOKEN = String.raw`
  (?<space>\s+|--(?=\s|$)[^\n]*|#[^\n]*|\/\*(?!M?!)[\s\S]*?\*\/)
  |(?<literal>(?:[xbn])?'TEXT'|0x[\da-f]+\b|0b[01]+\b|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?(?![\w$]))
  |(?<quoted>"NAME"|${"`[^`]*(?:``[^`]*)*`"})
  |(?<word>@{0,2}[\p{L}\d_$\x80-\u{10ffff}]+|@{1,2}(?=[${"`"}'"]))
  |(?<symbol>[^\s'"${"`"}#\/\\]|\/(?!\*))
`;

/** What stands between quotes, when a backslash takes away the meaning of what follows, and when it does not. */
const ESCAPING = {
  TEXT: String.raw`(?:[^'\\]|\\[\s\S]|'')*`,
  NAME: String.raw`(?:[^"\\]|\\[\s\S]|"")*`,
};
const PLAIN = { TEXT: String.raw`(?:[^']|'')*`, NAME: String.raw`(?:[^"]|"")*` };

function pattern({ TEXT, NAME }: typeof PLAIN): RegExp {
  const source = TOKEN.replaceAll(/\s*\n\s*/g, "")
    .trim()
    .replace("TEXT", () => TEXT)
    .replace("NAME", () => NAME);
  return new RegExp(source, "iuy");
}

const WITH_ESCAPES = pattern(ESCAPING);
const WITHOUT_ESCAPES = pattern(PLAIN);

/**
 * Undefined when the text cannot be read. With a backslash between quotes it is read twice, with and without
 * NO_BACKSLASH_ESCAPES: when both readings make sense and differ, nobody can say which one the server takes.
 */
export function tokenizeMysql(sql: string): Token[] | undefined {
  const usual = tokensBy(WITH_ESCAPES, sql);
  if (!sql.includes("\\")) return usual;
  const other = tokensBy(WITHOUT_ESCAPES, sql);
  if (!usual || !other) return usual ?? other;
  return sameShape(usual, other) ? usual : undefined;
}

function tokensBy(pattern: RegExp, sql: string): Token[] | undefined {
  const tokens: Token[] = [];
  pattern.lastIndex = 0;
  while (pattern.lastIndex < sql.length) {
    const start = pattern.lastIndex;
    const groups = pattern.exec(sql)?.groups;
    if (!groups) return undefined;
    const { literal, quoted, word, symbol } = groups;
    if (literal !== undefined) tokens.push({ kind: "literal", text: unquoted(literal), start });
    if (quoted !== undefined) tokens.push({ kind: "quoted", text: unquoted(quoted), start });
    if (word !== undefined) tokens.push({ kind: "word", text: word, start });
    if (symbol !== undefined) tokens.push({ kind: "symbol", text: symbol, start });
  }
  return tokens;
}

function unquoted(text: string): string {
  return /^\w?(["'`])([\s\S]*)\1$/.exec(text)?.[2] ?? text;
}

function sameShape(one: readonly Token[], other: readonly Token[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ kind, start }, i) => kind === other[i]?.kind && start === other[i]?.start)
  );
}
