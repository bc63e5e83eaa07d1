/** Names and texts in quotes, once per way of quoting. */

/** A name between double quotes: the standard's way, and that of every engine but MySQL. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A name between backticks, as MySQL understands it under every `sql_mode`. */
export function quoteWithBackticks(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}

/** A text literal of the standard, in which a backslash means itself. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A text literal of PostgreSQL that means the same whatever `standard_conforming_strings` is. */
export function quoteWithEscapes(text: string): string {
  return text.includes("\\") ? `E${quoteText(text.replaceAll("\\", "\\\\"))}` : quoteText(text);
}

/**
 * A text literal of MySQL. A backslash means itself only under NO_BACKSLASH_ESCAPES, so that texts
 * with one are written in hexadecimal.
 */
export function quoteInHex(text: string): string {
  if (!text.includes("\\")) return quoteText(text);
  const bytes = Array.from(new TextEncoder().encode(text), (byte) =>
    byte.toString(16).padStart(2, "0"),
  );
  return `_utf8mb4 x'${bytes.join("")}'`;
}
