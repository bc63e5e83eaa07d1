import { createTokenizer, TEXT } from "../../tokens.js";

/**
 * Nothing escapes in a text but a doubled quote, unless it begins with `U&`. Block comments do not
 * nest: one that opens another could be read in two ways.
 */
export const tokenizeTrino = createTokenizer({
  space: String.raw`\s+|--[^\n\r]*|\/\*(?:(?!\/\*|\*\/)[\s\S])*\*\/`,
  nestedComments: false,
  literal: String.raw`(?:[xX]|[uU]&)?${TEXT}|0(?:[xX][\da-fA-F_]+|[bB][01_]+|[oO][0-7_]+)|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d+)?`,
  quoted: '"[^"]*(?:""[^"]*)*"',
  word: String.raw`[A-Za-z_\x80-\u{10ffff}][\w@:$\x80-\u{10ffff}]*`,
  symbol: String.raw`[^\s\w'"\u0060\/\\]|\/(?!\*)`,
});
