import { createTokenizer, TEXT } from "../../tokens.js";

const NUMBER = String.raw`0[xX][\da-fA-F_]+|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?`;
/** A variable of the form `$name(…)` may hold any text between its brackets, and is not read. */
const VARIABLE = String.raw`[@:#$][\w$\x80-\u{10ffff}]+(?![\w$\x80-\u{10ffff}(:])`;

/**
 * A block comment may be open. `"…"` counts as a name, though SQLite takes unknown ones for texts.
 */
export const tokenizeSqlite = createTokenizer({
  space: String.raw`[ \t\n\f\r\ufeff][ \t\n\v\f\r\ufeff]*|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)`,
  nestedComments: false,
  literal: `[xX]?${TEXT}|${NUMBER}`,
  quoted: '"[^"]*(?:""[^"]*)*"|`[^`]*(?:``[^`]*)*`|\\[[^\\]]*\\]',
  word: String.raw`[A-Za-z_\x80-\u{10ffff}][\w$\x80-\u{10ffff}]*|${VARIABLE}`,
  symbol: String.raw`[^\s'"${"`"}[\\$\/]|\/(?![*/])`,
});
