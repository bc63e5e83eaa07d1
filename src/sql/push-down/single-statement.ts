import type { DialectName } from "../dialect.js";

/**
 * A query as it can stand inside another: without the semicolon that ends it, also where comments follow that. Undefined
 * when there is more than one statement, or a quote or comment that does not end.
 */
export function singleStatement(sql: string, dialect: DialectName): string | undefined {
  const skipped = SKIPPED[dialect];
  let end: number | undefined;
  for (let at = 0; at < sql.length;) {
    skipped.lastIndex = at;
    const token = skipped.exec(sql)?.[0];
    const char = sql[at] ?? "";
    if (token === undefined && OPENING.test(sql.slice(at, at + 2))) return undefined;
    const isBlank = token === undefined ? /[\s;]/.test(char) : /^(?:--|\/\*|#)/.test(token);
    if (char === ";" && token === undefined) end ??= at;
    else if (end !== undefined && !isBlank) return undefined;
    at += token?.length ?? 1;
  }
  return end === undefined ? sql : sql.slice(0, end);
}

/** A quote or a comment begins here; when it was not skipped as a whole, it does not end. */
const OPENING = /^(?:['"`]|\/\*)/;

const COMMENT = String.raw`--[^\n]*|\/\*[\s\S]*?\*\/`;
const QUOTED = String.raw`'(?:[^']|'')*'|"(?:[^"]|"")*"`;

const SKIPPED = {
  duckdb: new RegExp(String.raw`${QUOTED}|\$(\w*)\$[\s\S]*?\$\1\$|${COMMENT}`, "y"),
  // Comments of PostgreSQL nest; one level is enough for what people write.
  postgresql: new RegExp(
    String.raw`\b[eE]'(?:[^'\\]|''|\\[\s\S])*'|${QUOTED}|\$(\w*)\$[\s\S]*?\$\1\$|\/\*(?:[^*/]|\*(?!\/)|\/(?!\*)|\/\*[\s\S]*?\*\/)*\*\/|${COMMENT}`,
    "y",
  ),
  sqlite: new RegExp(String.raw`${QUOTED}|\`[^\`]*\`|\[[^\]]*\]|${COMMENT}`, "y"),
} satisfies Record<DialectName, RegExp>;
