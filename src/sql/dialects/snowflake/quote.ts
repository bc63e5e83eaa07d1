import { quoteText } from "../../quote.js";

/** A text literal of Snowflake, in which a backslash takes the meaning of what follows it. */
export function quoteWithBackslashes(text: string): string {
  return quoteText(text.replaceAll("\\", "\\\\"));
}
