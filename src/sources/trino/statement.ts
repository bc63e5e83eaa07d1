/** Which statements are sent at all. */
import { tokenizeMysql } from "../../sql/dialects/mysql/tokens.js";
import { tokenizePostgresql } from "../../sql/dialects/postgresql/tokens.js";
import { tokenizeTrino } from "../../sql/dialects/trino/tokens.js";
import { refusedWord as refusedByWords } from "../../sql/reading.js";
import type { Token } from "../../sql/tokens.js";

/** Words with which a query begins, behind brackets. */
const QUERIES = ["select", "with", "values", "table"];
/** What may begin a statement. */
const READING = new Set([...QUERIES, "show", "describe", "desc", "explain"]);
/** A text that could be read in two ways is read in both. */
const BEHIND = [tokenizePostgresql, tokenizeMysql];

/** The word because of which a statement is not sent; undefined for one that only reads. */
export function refusedWord(sql: string): string | undefined {
  return refusedByWords(sql, tokenizeTrino, READING) ?? refusedInside(tokenizeTrino(sql) ?? []);
}

/** Whether it can stand between brackets, as against one that only tells something. */
export function isQuery(sql: string): boolean {
  const first = tokenizeTrino(sql)?.find(({ text }) => text !== "(");
  return first?.kind === "word" && QUERIES.includes(first.text.toLowerCase());
}

/**
 * `catalog.system.query(query => '…')` hands a text on to the database behind the catalog, which
 * knows nothing of Trino's transaction: that text must only read, too.
 */
function refusedInside(tokens: readonly Token[]): string | undefined {
  for (const [at, token] of tokens.entries()) {
    const [schema, point, bracket] = [tokens[at - 2], tokens[at - 1], tokens[at + 1]];
    const isCall = isNamed(token, "query") && isNamed(schema, "system");
    if (!isCall || point?.text !== "." || bracket?.text !== "(") continue;
    const word = refusedArgument(tokens, at + 2);
    if (word !== undefined) return word;
  }
  return undefined;
}

function refusedArgument(tokens: readonly Token[], start: number): string | undefined {
  const isByName = isNamed(tokens[start], "query") && tokens[start + 2]?.text === ">";
  // A document store takes other arguments, which are no statements.
  if (!isByName && tokens[start + 2]?.text === ">") return undefined;
  const [text, end] = tokens.slice(isByName ? start + 3 : start);
  // An expression would say only in Trino what is handed on.
  if (!text?.text.startsWith("'") || end?.text !== ")") return "system.query";
  const statement = text.text.slice(1, -1).replaceAll("''", "'");
  for (const tokenize of BEHIND) {
    const word = refusedByWords(statement, tokenize, READING);
    if (word !== undefined) return word;
  }
  return undefined;
}

function isNamed(token: Token | undefined, name: string): boolean {
  return token !== undefined && token.kind !== "literal" && token.text.toLowerCase() === name;
}
