/** A word, string, number or operator inside a tag. */
export interface TagToken {
  readonly kind: "name" | "string" | "number" | "operator";
  readonly text: string;
  /** In the source. */
  readonly start: number;
}

const TOKEN =
  /([A-Za-z_]\w*)|("(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*')|(\d[\w.]*)|(==|!=|<=|>=|\*\*|\/\/|[^\s\w])/g;

/** The tokens of the tag that is `[start, end)` of the source, without its brackets. */
export function tagTokens(
  source: string,
  { start, end }: { start: number; end: number },
): TagToken[] {
  const tokens: TagToken[] = [];
  const open = start + (/[-+]/.test(source[start + 2] ?? "") ? 3 : 2);
  const close = end - (/[-+]/.test(source[end - 3] ?? "") && end - 3 >= open ? 3 : 2);
  for (const match of source.slice(open, close).matchAll(TOKEN)) {
    const [text, name, string, number] = match;
    const kind = name ? "name" : string ? "string" : number ? "number" : "operator";
    tokens.push({ kind, text, start: open + match.index });
  }
  return tokens;
}
