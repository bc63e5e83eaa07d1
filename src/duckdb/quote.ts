import { duckDbLiteral } from "../disk/duckdb-pattern.js";
import { quoteText } from "../sql/quote.js";
import { tokenizeDuckdb } from "../sql/dialects/duckdb/tokens.js";
import { withoutSemicolons } from "../sql/statement.js";

/** A list of texts as DuckDB writes it. */
export function literalList(texts: readonly string[]): string {
  return `[${texts.map(quoteText).join(", ")}]`;
}

/**
 * A query between parentheses, on lines of its own, so that a comment at its end does not swallow
 * what follows.
 */
export function parenthesised(sql: string): string {
  return `(\n${withoutSemicolons(sql, tokenizeDuckdb).trimEnd()}\n)`;
}

/**
 * The path of one file as an argument of a function that reads files, which takes every path for a
 * pattern.
 */
export function fileLiteral(path: string): string {
  return quoteText(duckDbLiteral(path));
}

/** The same for several files. */
export function fileLiterals(paths: readonly string[]): string {
  return literalList(paths.map(duckDbLiteral));
}
