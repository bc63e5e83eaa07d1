/**
 * White space, comments and opening brackets; a comment that the server executes (`/*! … *\/`) is
 * none.
 */
const BEFORE = /^(?:[\s(]|--(?=\s|$)[^\n]*|#[^\n]*|\/\*(?!M?!)[\s\S]*?\*\/)*/;

/** The first word of a statement in lower case; empty when something else stands there. */
export function firstWord(sql: string): string {
  const rest = sql.slice(BEFORE.exec(sql)?.[0].length ?? 0);
  return /^[a-z]+/i.exec(rest)?.[0].toLowerCase() ?? "";
}
