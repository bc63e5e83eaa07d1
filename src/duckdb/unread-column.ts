import { createDiagnostic } from "../diagnostics/index.js";
import { SourceError } from "../rows/stream.js";
import { quoteText } from "../sql/quote.js";

/** Begins the message of DuckDB when SQL reads a column that cannot be read. */
const UNREAD = "HW_UNREAD";

/** SQL in the place of a column's values: an error, as soon as one of them is read. */
export function unreadColumn(column: string, what: string): string {
  const coded = Buffer.from(JSON.stringify([column, what])).toString("base64url");
  return `CAST(error(${quoteText(`${UNREAD} ${coded}`)}) AS VARCHAR)`;
}

/** The failure, when that is what DuckDB's message says. */
export function unreadFailure(message: string): SourceError | undefined {
  const coded = new RegExp(`${UNREAD} ([\\w-]+)`).exec(message)?.[1];
  if (coded === undefined) return undefined;
  // As written above.
  const [column, what] = JSON.parse(Buffer.from(coded, "base64url").toString()) as [string, string];
  return new SourceError(createDiagnostic("column-unread", { column, what }));
}
