/**
 * What looks in a text like the value of a trace or of a switch: `${sales.y}`, `${grain}`. What
 * is meant for the environment is told where texts are read.
 */
export function writtenValues(
  text: string,
): { readonly written: string; readonly start: number }[] {
  // What knows all letters is compiled for texts alone that need it.
  if (!text.includes("${")) return [];
  return [...text.matchAll(/\$\{\s*(?!env\b)[\p{L}_][^{}]*\}/gu)].map(({ 0: written, index }) => ({
    written,
    start: index,
  }));
}
