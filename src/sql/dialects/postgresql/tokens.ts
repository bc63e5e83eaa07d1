import { createTokenizer, ESCAPED_TEXT, TEXT, type TokenRules } from "../../tokens.js";

const LINE_COMMENT = String.raw`--[^\n\r]*`;
/** A text goes on in the next part when a line ends in between; parts after `e'…'` are like it. */
const NEXT_PART = String.raw`(?:[ \t\f\v]*(?:${LINE_COMMENT})?[\n\r])+[ \t\f\v]*${ESCAPED_TEXT}`;
const TAG = String.raw`(?:[A-Za-z_\x80-\u{10ffff}][\w\x80-\u{10ffff}]*)?`;
const DOLLAR_QUOTED = String.raw`\$(?<tag>${TAG})\$[\s\S]*?\$\k<tag>\$`;
const NUMBER = String.raw`0(?:[xX][\da-fA-F_]+|[bB][01_]+|[oO][0-7_]+)|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?`;

/** PostgreSQL's rules without its slash; a quote that nothing closes is no symbol. */
export const POSTGRESQL_RULES: TokenRules = {
  space: String.raw`[ \t\n\r\f\v]+|${LINE_COMMENT}`,
  nestedComments: true,
  literal: `[eE]${ESCAPED_TEXT}(?:${NEXT_PART})*|(?:[bBxXnN]|[uU]&)?${TEXT}|${DOLLAR_QUOTED}|${NUMBER}`,
  quoted: `(?:[uU]&)?"[^"]*(?:""[^"]*)*"`,
  word: String.raw`(?![eE]')[A-Za-z_\x80-\u{10ffff}][\w$\x80-\u{10ffff}]*`,
  symbol: String.raw`[^\s\w'"\\\/$]|\$(?!${TAG}\$)`,
};

/** PostgreSQL has no operator `//`, and an engine that resembles it may begin a comment there. */
export const tokenizePostgresql = createTokenizer({
  ...POSTGRESQL_RULES,
  symbol: String.raw`${POSTGRESQL_RULES.symbol}|\/(?![*/])`,
});
