/**
 * The line of the SQL in which `offset` (in UTF-16 units) lies, with its number, and a caret below
 * the place.
 */
export function caret(sql: string, offset: number): string {
  const before = sql.slice(0, offset);
  const start = before.lastIndexOf("\n") + 1;
  const line = sql.slice(start).split("\n", 1)[0] ?? "";
  const number = before.split("\n").length;
  const label = `line ${number}: `;
  // Tabs stay tabs, so that the caret stands below its place; a surrogate pair is one character.
  const indent = Array.from(label + before.slice(start), (char) => (char === "\t" ? char : " "));
  return `${label}${line}\n${indent.join("")}^`;
}
