import type { QuoteText, SentTexts } from "../sent-form.js";

/** Rows as VALUES of the standard, whose columns get their names behind it. */
export function valuesTable(rows: SentTexts, names: readonly string[], quote: QuoteText): string {
  const values = literals(rows, quote).map((row) => `(${row.join(", ")})`);
  return `(values ${values.join(",\n")}) as hw_rows(${names.join(", ")})`;
}

/** The cells as a dialect writes them. */
export function literals(rows: SentTexts, quote: QuoteText): string[][] {
  return rows.map((row) => row.map((text) => (text === null ? "null" : quote(text))));
}
