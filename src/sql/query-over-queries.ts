import { foldedName } from "./folded-name.js";
import type { Dialect, DialectName } from "./dialect.js";
import { dialects } from "./dialects.js";
import { withoutSemicolons } from "./statement.js";
import type { Token } from "./tokens.js";

export interface NamedQuery {
  readonly name: string;
  readonly sql: string;
}

/**
 * One statement that runs a query over other queries, by their names, in the engine where all of
 * them live. Those queries still see the tables that are called as one of them is: they stand
 * first, under names that no one has.
 */
export function queryOverQueries(
  sql: string,
  queries: readonly NamedQuery[],
  dialect: DialectName,
): string {
  const { tokenize } = dialects[dialect];
  const bodies = queries.map((query) => withoutSemicolons(query.sql, tokenize));
  const hidden = bodies.map((body, at) => `hw_model${at} as (\n${body.trim()}\n)`);
  const query = withoutSemicolons(sql, tokenize).trim();
  const tokens = tokenize(query);
  const named = queries.flatMap(({ name }, at) =>
    namesIn(tokens, name, dialects[dialect]).map(
      (one) => `${dialects[dialect].quoteIdentifier(one)} as (select * from hw_model${at})`,
    ),
  );
  // In SQLite every WITH may refer to itself, so that the names must not be seen where the models'
  // queries stand.
  if (dialect === "sqlite") {
    const inner = isWith(tokens) ? wrapped(query) : query;
    return `with ${hidden.join(",\n")}\nselect * from (\nwith ${named.join(",\n")}\n${inner}\n) as hw_rows`;
  }
  const names = [...hidden, ...named].join(",\n");
  if (!isWith(tokens)) return `with ${names}\n${query}`;
  const ctes = cteNames(tokens);
  const isFree = ctes !== undefined && queries.every(({ name }) => !ctes.has(name.toLowerCase()));
  // The query stays the outermost where that is possible, so that its order holds.
  if (isFree)
    return `with ${names},\n${query.slice((tokens[0]?.start ?? 0) + "with".length).trim()}`;
  return `with ${names}\n${wrapped(query)}`;
}

/** The names that a query has for a model: as it is, and as it is without quotes. */
function namesIn(tokens: readonly Token[] | undefined, name: string, dialect: Dialect): string[] {
  const folded = foldedName(name, dialect);
  const isQuoted = tokens?.some(({ kind, text }) => kind === "quoted" && text === name);
  const isPlain = tokens?.some(
    ({ kind, text }) => kind === "word" && text.toLowerCase() === name.toLowerCase(),
  );
  return [
    ...(isQuoted || !isPlain ? [name] : []),
    ...(isPlain && !(isQuoted && folded === name) ? [folded] : []),
  ];
}

function wrapped(query: string): string {
  return `select * from (\n${query}\n) as hw_merge`;
}

function isWith(tokens: readonly Token[] | undefined): tokens is readonly Token[] {
  const first = tokens?.[0];
  return first?.kind === "word" && first.text.toLowerCase() === "with";
}

/**
 * The names that a query's own WITH defines, in lower case: those before each `AS (…)` that a comma
 * leads to. Undefined for WITH RECURSIVE, in which our names could refer to each other.
 */
function cteNames([, ...tokens]: readonly Token[]): Set<string> | undefined {
  if (tokens[0]?.kind === "word" && tokens[0].text.toLowerCase() === "recursive") return undefined;
  const names = new Set<string>();
  let depth = 0;
  let expected = true;
  for (const { kind, text } of tokens) {
    if (kind === "symbol" && text === "(") depth += 1;
    else if (kind === "symbol" && text === ")") depth -= 1;
    else if (depth > 0) continue;
    else if (expected) names.add(text.toLowerCase());
    // The query itself follows.
    else if (kind === "word" && !/^(?:as|not|materialized)$/i.test(text)) return names;
    expected = kind === "symbol" && text === "," && depth === 0;
  }
  return names;
}
