import type { DialectName } from "./dialect.js";
import { tokenizeSql } from "./tokens.js";

/** A statement that can stand between brackets: semicolons at its end are taken out, comments around them stay. */
export async function withoutSemicolons(sql: string, dialect: DialectName): Promise<string> {
  if (!sql.includes(";")) return sql;
  const tokens = (await tokenizeSql(sql, dialect)) ?? [];
  let text = sql;
  for (const { kind, text: symbol, start } of tokens.toReversed()) {
    if (kind !== "symbol" || symbol !== ";") break;
    text = text.slice(0, start) + text.slice(start + 1);
  }
  return text;
}
