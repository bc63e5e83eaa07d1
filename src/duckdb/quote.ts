import { duckDbLiteral } from "../disk/duckdb-pattern.js";

/** A text literal of DuckDB. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name of DuckDB in quotes. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A list of texts as DuckDB writes it. */
export function literalList(texts: readonly string[]): string {
  return `[${texts.map(literal).join(", ")}]`;
}

/**
 * A query between parentheses. It stands on lines of its own, so that a trailing comment does not
 * swallow what follows; trailing semicolons go.
 */
export function parenthesised(sql: string): string {
  return `(\n${sql.replace(/[\s;]+$/, "")}\n)`;
}

/**
 * The path of one file as an argument of a function that reads files, which takes every path for a
 * pattern.
 */
export function fileLiteral(path: string): string {
  return literal(duckDbLiteral(path));
}

/** The same for several files. */
export function fileLiterals(paths: readonly string[]): string {
  return literalList(paths.map(duckDbLiteral));
}
