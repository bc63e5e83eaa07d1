import { createTokenizer } from "../../tokens.js";

/** A backslash takes the next character with it, in raw texts too; lines end a short text. */
const SHORT = ["'", '"'].map(
  (quote) =>
    String.raw`(?!${quote}{3})${quote}[^${quote}\\\n\r]*(?:\\[^\n\r][^${quote}\\\n\r]*)*${quote}`,
);
const LONG = ["'''", '"""'].map((quotes) => {
  const [quote = ""] = quotes;
  return String.raw`${quotes}(?:[^${quote}\\]|\\[\s\S]|${quote}{1,2}(?!${quote}))*${quotes}`;
});
const PREFIX = "(?:[rR][bB]?|[bB][rR]?)?";
const NUMBER = String.raw`0[xX][\da-fA-F]+|(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?`;

/**
 * BigQuery's own rules (GoogleSQL): both kinds of quotes hold texts, names stand in backticks,
 * dots included, and `#` begins a comment as `--` does. Block comments do not nest.
 */
export const tokenizeBigquery = createTokenizer({
  space: String.raw`\s+|(?:--|#)[^\n\r]*|\/\*[\s\S]*?\*\/`,
  nestedComments: false,
  literal: `${PREFIX}(?:${[...LONG, ...SHORT].join("|")})|${NUMBER}`,
  quoted: String.raw`\u0060(?:[^\u0060\\\n\r]|\\[^\n\r])*\u0060`,
  word: String.raw`@{0,2}[A-Za-z_\x80-\u{10ffff}][\w\x80-\u{10ffff}]*`,
  symbol: String.raw`[^\s\w'"\u0060#\/\\]|\/(?!\*)`,
});
