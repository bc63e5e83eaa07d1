/** SQL text as far as it must be understood: where the statement ends, and its first word. */

/** Quotes and comments. A doubled quote reads as two quoted texts side by side, which comes to the same. */
const SKIPPED = /'[^']*'|"[^"]*"|`[^`]*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y;

export interface StatementText {
  /** The first statement, without its semicolon. */
  readonly text: string;
  /** Its first word in upper case; empty when there is nothing but white space and comments. */
  readonly word: string;
  /** Statements in the text: SQLite runs the first and ignores the others, which is refused here. */
  readonly count: number;
}

/** Splits SQL at its semicolons, as far as they stand outside of quotes and comments. */
export function readStatement(sql: string): StatementText {
  const statements: { text: string; word: string }[] = [];
  let start = 0;
  let bare = "";
  for (let at = 0; at <= sql.length;) {
    const char = sql[at];
    if (char === undefined || char === ";") {
      if (bare.trim() !== "") statements.push({ text: sql.slice(start, at), word: wordOf(bare) });
      start = at + 1;
      bare = "";
    }
    SKIPPED.lastIndex = at;
    const skipped = SKIPPED.exec(sql)?.[0];
    if (skipped === undefined) {
      bare += char === ";" ? "" : (char ?? "");
      at += 1;
    } else {
      bare += /^(?:--|\/\*)/.test(skipped) ? " " : "x";
      at += skipped.length;
    }
  }
  return { text: "", word: "", ...statements[0], count: statements.length };
}

function wordOf(bare: string): string {
  return /^\s*([a-z]+)/i.exec(bare)?.[1]?.toUpperCase() ?? "";
}
