/**
 * SQL as tokens, split by the rules of each dialect: they differ in what a comment, a name and a
 * text is.
 */

/**
 * One word, quoted name, literal or symbol of a piece of SQL; comments and white space are gone.
 */
export interface Token {
  readonly kind: "word" | "quoted" | "literal" | "symbol";
  /** As written, but quoted names without their quotes. An operator is one symbol per character. */
  readonly text: string;
  /** UTF-16 offset in the text. */
  readonly start: number;
}

/** Undefined when the text cannot be read, as with an open quote, or could be read in two ways. */
export type Tokenize = (sql: string) => readonly Token[] | undefined;

/**
 * What the tokens of a dialect look like: sources of regular expressions, in which case counts. The
 * first that matches wins, in this order; where none does, the text cannot be read.
 */
export interface TokenRules {
  /** White space and comments. */
  readonly space: string;
  /** Block comments may stand inside each other; `space` has none then. */
  readonly nestedComments: boolean;
  readonly literal: string;
  /** A name between quotes, of which each is one character; a doubled one inside stands for one. */
  readonly quoted: string;
  readonly word: string;
  /** One character. */
  readonly symbol: string;
}

/** Everything up to a quote, in which a doubled quote stands for one. */
export const TEXT = "'[^']*(?:''[^']*)*'";
/** The same, and a backslash takes away the meaning of the character behind it. */
export const ESCAPED_TEXT = String.raw`'[^'\\]*(?:(?:''|\\[\s\S])[^'\\]*)*'`;

/** Reads from the left to the right, once; nested comments alone need more than the rules. */
export function createTokenizer(rules: TokenRules): Tokenize {
  const { space, literal, quoted, word, symbol } = rules;
  const groups = Object.entries({ space, literal, quoted, word, symbol });
  // A project has few of the dialects, and patterns that know all letters take a while to read.
  let made: RegExp | undefined;
  return function tokenize(sql) {
    made ??= new RegExp(groups.map(([name, of]) => `(?<${name}>${of})`).join("|"), "uy");
    const pattern = made;
    const tokens: Token[] = [];
    let at = 0;
    while (at < sql.length) {
      const start = at;
      if (rules.nestedComments && sql.startsWith("/*", at)) {
        const end = endOfComment(sql, at);
        if (end === undefined) return undefined;
        at = end;
        continue;
      }
      pattern.lastIndex = at;
      const match = pattern.exec(sql)?.groups;
      if (!match) return undefined;
      at = pattern.lastIndex;
      if (match["literal"] !== undefined) {
        tokens.push({ kind: "literal", text: match["literal"], start });
      } else if (match["quoted"] !== undefined) {
        tokens.push({ kind: "quoted", text: nameIn(match["quoted"]), start });
      } else if (match["word"] !== undefined) {
        tokens.push({ kind: "word", text: match["word"], start });
      } else if (match["symbol"] !== undefined) {
        tokens.push({ kind: "symbol", text: match["symbol"], start });
      }
    }
    return tokens;
  };
}

const EDGE_OF_COMMENT = /\/\*|\*\//g;

/** Undefined when the comment that begins at `start` is open. */
function endOfComment(sql: string, start: number): number | undefined {
  let depth = 0;
  EDGE_OF_COMMENT.lastIndex = start;
  for (;;) {
    const edge = EDGE_OF_COMMENT.exec(sql)?.[0];
    if (edge === undefined) return undefined;
    depth += edge === "/*" ? 1 : -1;
    if (depth === 0) return EDGE_OF_COMMENT.lastIndex;
  }
}

function nameIn(quoted: string): string {
  const end = quoted.at(-1) ?? "";
  return quoted.slice(quoted.search(/["`[]/) + 1, -1).replaceAll(end + end, end);
}
