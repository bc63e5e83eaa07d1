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
 * A query between parentheses. It stands on lines of its own, so that a trailing comment does not swallow what follows;
 * trailing semicolons go.
 */
export function parenthesised(sql: string): string {
  return `(\n${sql.replace(/[\s;]+$/, "")}\n)`;
}
