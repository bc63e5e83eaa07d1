import { createTokenizer, ESCAPED_TEXT } from "../../tokens.js";

/**
 * Two slashes begin a comment, a backslash escapes in a text, and between two pairs of dollars all
 * stands for itself. A comment that opens another one, and a line that a carriage return ends within
 * a comment, could be read in two ways.
 */
export const tokenizeSnowflake = createTokenizer({
  space: String.raw`[ \t\n\v\f\r]+|(?:--|\/\/)[^\r\n]*|\/\*(?:(?!\/\*|\*\/)[\s\S])*\*\/`,
  nestedComments: false,
  literal: String.raw`[xX]?${ESCAPED_TEXT}|\$\$(?:(?!\$\$)[\s\S])*\$\$|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w$])`,
  quoted: '"[^"]*(?:""[^"]*)*"',
  word: String.raw`(?:[\p{L}_\x80-\u{10ffff}]|\$(?!\$))[\p{L}\d_$\x80-\u{10ffff}]*`,
  symbol: String.raw`[^\s'"\/\\$\p{L}\x80-\u{10ffff}]|\/(?![*/])`,
});
