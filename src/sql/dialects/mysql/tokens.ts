import { createTokenizer, ESCAPED_TEXT, TEXT, type Token } from "../../tokens.js";

/**
 * In double quotes stands a text or, under ANSI_QUOTES, a name: it counts as a name, which may
 * differ from row to row. `--` begins a comment only before white space. A comment with `!` is
 * executed.
 */
function tokenizer(text: string) {
  return createTokenizer({
    space: String.raw`[ \t\n\v\f\r]+|--(?=[\x00-\x20\x7f]|$)[^\n]*|#[^\n]*|\/\*(?!M?!)[\s\S]*?\*\/`,
    nestedComments: false,
    literal: String.raw`[xXbBnN]?${text}|0x[\da-fA-F]+\b|0b[01]+\b|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w$])`,
    quoted: text.replaceAll("'", '"') + "|`[^`]*(?:``[^`]*)*`",
    word: String.raw`@{0,2}[\p{L}\d_$\x80-\u{10ffff}]+|@{1,2}(?=[${"`"}'"])`,
    symbol: String.raw`[^ \t\n\v\f\r'"${"`"}#\/\\]|\/(?![*/])`,
  });
}

const withEscapes = tokenizer(ESCAPED_TEXT);
const withoutEscapes = tokenizer(TEXT);

/**
 * What a text in quotes is depends on the server's `sql_mode`, which nobody here knows. With a
 * backslash between quotes it is read twice, with and without NO_BACKSLASH_ESCAPES: when both
 * readings make sense and differ, nobody can say which one the server takes.
 */
export function tokenizeMysql(sql: string): readonly Token[] | undefined {
  const usual = withEscapes(sql);
  if (!sql.includes("\\")) return usual;
  const other = withoutEscapes(sql);
  if (!usual || !other) return usual ?? other;
  return sameShape(usual, other) ? usual : undefined;
}

function sameShape(one: readonly Token[], other: readonly Token[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ kind, start }, i) => kind === other[i]?.kind && start === other[i]?.start)
  );
}
