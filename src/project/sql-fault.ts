/** `several`: a comma or semicolon outside brackets and quotes, so that it is no one expression. */
type SqlFault = "unbalanced" | "several" | "open quote";

const CLOSING: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };
const DIALECTS_DIFFER = /[\\$#]|--|\/\*/;
/**
 * Quoted names and literals, in which a doubled quote stands for one; the last is an open quote.
 */
const QUOTED = /'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|['"`]/g;

/**
 * What is plainly wrong with SQL, whatever the dialect, so that it can be reported before any
 * source is asked. Text that dialects read in different ways — comments, backslashes, dollar
 * quotes, brackets around names — is left to the source.
 */
export function sqlFault(sql: string): SqlFault | undefined {
  if (DIALECTS_DIFFER.test(sql)) return undefined;
  let hasOpenQuote = false;
  const plain = sql.replaceAll(QUOTED, (match) => {
    if (match.length === 1) hasOpenQuote = true;
    return "x";
  });
  const mayQuoteNames = plain.includes("[");
  if (hasOpenQuote) return mayQuoteNames ? undefined : "open quote";
  const open: string[] = [];
  let several = false;
  for (const character of plain) {
    const closing = CLOSING[character];
    if (closing !== undefined) open.push(closing);
    else if (/[)\]}]/.test(character)) {
      if (open.pop() !== character) return mayQuoteNames ? undefined : "unbalanced";
    } else if (/[,;]/.test(character) && open.length === 0) several = true;
  }
  if (open.length > 0) return mayQuoteNames ? undefined : "unbalanced";
  return several ? "several" : undefined;
}
