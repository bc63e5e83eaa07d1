/** Which statements are sent at all. */
import { tokenizeTrino } from "../../sql/dialects/trino/tokens.js";
import { refusedWord as refusedByWords } from "../../sql/reading.js";

/** Words with which a query begins, behind brackets. */
const QUERIES = ["select", "with", "values", "table"];
/** What may begin a statement. */
const READING = new Set([...QUERIES, "show", "describe", "desc", "explain"]);

/** The word because of which a statement is not sent; undefined for one that only reads. */
export function refusedWord(sql: string): string | undefined {
  return refusedByWords(sql, tokenizeTrino, READING);
}

/** Whether it can stand between brackets, as against one that only tells something. */
export function isQuery(sql: string): boolean {
  const first = tokenizeTrino(sql)?.find(({ text }) => text !== "(");
  return first?.kind === "word" && QUERIES.includes(first.text.toLowerCase());
}
