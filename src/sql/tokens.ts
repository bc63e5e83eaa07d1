import { dialects, type DialectName } from "./dialect.js";

/** One word, quoted name, literal or symbol of a piece of SQL; comments and white space are gone. */
export interface Token {
  readonly kind: "word" | "quoted" | "literal" | "symbol";
  /** Words as written; quoted names and literals without their quotes. */
  readonly text: string;
  /** UTF-16 offset in the text. */
  readonly start: number;
}

/**
 * Splits SQL into tokens as the dialect does, or else with the SQL parser; undefined when it cannot be read, as with an open quote.
 * Text that reads the same in every dialect is split here, because the parser takes about 0.2 s to load.
 */
export async function tokenizeSql(
  sql: string,
  dialect: DialectName,
): Promise<readonly Token[] | undefined> {
  return plainTokens(sql) ?? otherTokens(sql, dialect);
}

/**
 * Plain words, plain numbers, symbols that cannot start a comment, and strings without quotes, backslashes or a prefix
 * such as `e'…'`. Whatever else occurs — quoted names, comments, `$`, brackets, letters beyond ASCII — is not plain.
 */
const PLAIN =
  /(?<space>\s+)|(?<word>[A-Za-z_]\w*)(?![\w'"$&])|(?<number>\d+(?:\.\d+)?)(?![\w.'"$])|'(?<string>[^'\\]*)'(?!')|(?<symbol>[*+%<>=|:.,()]|-(?!-)|\/(?!\*))/y;

/** The tokens of plain text; undefined when the parser must be asked. */
export function plainTokens(sql: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  PLAIN.lastIndex = 0;
  while (PLAIN.lastIndex < sql.length) {
    const start = PLAIN.lastIndex;
    const groups = PLAIN.exec(sql)?.groups;
    if (!groups) return undefined;
    if (groups["word"] !== undefined) tokens.push({ kind: "word", text: groups["word"], start });
    const literal = groups["number"] ?? groups["string"];
    if (literal !== undefined) tokens.push({ kind: "literal", text: literal, start });
    if (groups["symbol"] !== undefined)
      tokens.push({ kind: "symbol", text: groups["symbol"], start });
  }
  return tokens;
}

/** A token as the parser yields it; its declared type names the first field `tokenType`, which it is not. */
interface ParserToken {
  readonly token_type: string;
  readonly text: string;
  /** In code points. */
  readonly span: { readonly start: number };
}

type Tokenize = (
  sql: string,
  dialect: string,
) => { readonly success: boolean; readonly tokens?: readonly ParserToken[] | null };

async function loadParser(): Promise<Tokenize> {
  const { tokenize } = await import("@polyglot-sql/sdk");
  // The declared types differ from what the module yields, see ParserToken.
  return tokenize as unknown as Tokenize;
}

async function otherTokens(
  sql: string,
  dialect: DialectName,
): Promise<readonly Token[] | undefined> {
  const { tokenize } = dialects[dialect];
  return tokenize ? tokenize(sql) : parsedTokens(sql, dialect);
}

async function parsedTokens(
  sql: string,
  dialect: DialectName,
): Promise<readonly Token[] | undefined> {
  const tokenize = await loadParser();
  const { success, tokens } = tokenize(sql, dialects[dialect].parser);
  if (!success || !tokens) return undefined;
  return tokens.map(({ token_type: type, text, span }) => ({
    kind: kindOf(type, text),
    text,
    start: utf16Offset(sql, span.start),
  }));
}

function kindOf(type: string, text: string): Token["kind"] {
  if (type === "QUOTED_IDENTIFIER") return "quoted";
  if (type === "NUMBER" || type.endsWith("STRING")) return "literal";
  return /^[\p{L}_]/u.test(text) ? "word" : "symbol";
}

function utf16Offset(text: string, codePoints: number): number {
  let offset = 0;
  for (let i = 0; i < codePoints; i++) offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
  return offset;
}
