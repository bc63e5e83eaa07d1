/** Where a statement ends, by the tokens of its dialect: who knows one engine loads no other's. */
import type { Token, Tokenize } from "./tokens.js";

/**
 * A statement that can stand between brackets: semicolons at its end are taken out, comments around
 * them stay.
 */
export function withoutSemicolons(sql: string, tokenize: Tokenize): string {
  if (!sql.includes(";")) return sql;
  let text = sql;
  for (const token of tokenize(sql)?.toReversed() ?? []) {
    if (!isSemicolon(token)) break;
    text = text.slice(0, token.start) + text.slice(token.start + 1);
  }
  return text;
}

/** The statement that an engine runs which looks no further than the first. */
export interface FirstStatement {
  /** With the comments around it, without its semicolon; empty when there is none. */
  readonly text: string;
  /** Its first word in upper case; empty when it begins with something else. */
  readonly word: string;
  /** Statements in the whole text; semicolons with nothing between them are none. */
  readonly count: number;
}

/** The first statement of a text; undefined when the text cannot be read. */
export function firstStatement(sql: string, tokenize: Tokenize): FirstStatement | undefined {
  const tokens = tokenize(sql);
  if (!tokens) return undefined;
  const statements: { text: string; word: string }[] = [];
  let start = 0;
  let first: Token | undefined;
  const close = (end: number) => {
    if (first) {
      const word = first.kind === "word" ? first.text.toUpperCase() : "";
      statements.push({ text: sql.slice(start, end), word });
    }
    start = end + 1;
    first = undefined;
  };
  for (const token of tokens) {
    if (isSemicolon(token)) close(token.start);
    else first ??= token;
  }
  close(sql.length);
  return { text: "", word: "", ...statements[0], count: statements.length };
}

function isSemicolon({ kind, text }: Token): boolean {
  return kind === "symbol" && text === ";";
}
