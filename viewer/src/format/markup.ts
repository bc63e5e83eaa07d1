/**
 * Plotly reads `<b>`, `<a>` and the like in every text. Only the project's author may write them,
 * never data.
 */

/** A text of data as Plotly shall show it: letter by letter. */
export function escapeMarkup(text: string): string {
  if (!/[<&]/.test(text)) return text;
  return text.replace(/&(?=#?\w+;)/g, "&amp;").replaceAll("<", "&lt;");
}

/** The text of data behind what {@link escapeMarkup} made of it. */
export function unescapeMarkup(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&amp;", "&");
}

/** An author's text where the page shows plain text only. */
export function stripMarkup(text: string): string {
  return text
    .replace(/<br\s*\/?>/gi, " ")
    .replace(/<\/?[a-z][^<>]*>/gi, "")
    .trim();
}
