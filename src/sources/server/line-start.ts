/** Where a line of a text starts, in UTF-16 units; the first line is 1. */
export function lineStart(text: string, line: number): number {
  let start = 0;
  for (let n = 1; n < line; n++) start = text.indexOf("\n", start) + 1;
  return start;
}
