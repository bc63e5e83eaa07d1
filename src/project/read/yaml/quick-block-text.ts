import { giveUp } from "./quick-cursor.js";

const HEADER = /([|>])([-]?) *(?: #[^\n]*)?(?:\n|$)/y;

/**
 * The text below `|` or `>`, with `-` or without, that begins at `start` and belongs to a line in
 * the column `indent`. Kept line ends, indentation indicators, blank first lines and, in
 * folded text, indented lines are left to the whole parser.
 */
export function readBlockText(
  text: string,
  start: number,
  indent: number,
): { readonly text: string; readonly end: number } {
  HEADER.lastIndex = start;
  const header = HEADER.exec(text);
  if (!header) return giveUp();
  let at = HEADER.lastIndex;
  const column = indentAt(text, at);
  if (column <= indent || text[at + column] === "\n" || at + column >= text.length) giveUp();
  const lines: string[] = [];
  let end = at;
  while (at < text.length) {
    const own = indentAt(text, at);
    const lineEnd = endOfLine(text, at);
    const blank = at + own === lineEnd;
    if (!blank && own < column) break;
    if (blank && own > column) giveUp();
    lines.push(blank ? "" : text.slice(at + column, lineEnd));
    at = Math.min(lineEnd + 1, text.length);
    if (!blank) end = at;
  }
  while (lines.at(-1) === "") lines.pop();
  const body = header[1] === "|" ? lines.join("\n") : folded(lines);
  return { text: header[2] === "-" ? body : `${body}\n`, end };
}

/** Line ends become blanks, and blank lines line ends. */
function folded(lines: readonly string[]): string {
  if (lines.some((line) => line.startsWith(" "))) giveUp();
  let result = "";
  let breaks = 0;
  for (const line of lines) {
    if (line === "") {
      breaks++;
      continue;
    }
    if (result !== "") result += breaks === 0 ? " " : "\n".repeat(breaks);
    result += line;
    breaks = 0;
  }
  return result;
}

function indentAt(text: string, lineStart: number): number {
  let at = lineStart;
  while (text.charCodeAt(at) === 0x20) at++;
  return at - lineStart;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}
