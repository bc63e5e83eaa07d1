import { createDiagnostic } from "../diagnostics/index.js";
import { tokenizeDuckdb } from "../sql/dialects/duckdb/tokens.js";
import { firstStatement } from "../sql/statement.js";
import type { Token } from "../sql/tokens.js";
import { SourceError } from "../rows/stream.js";
import type { DuckDbConnection } from "./connection.js";
import { quoteText } from "../sql/quote.js";
import { parenthesised } from "./quote.js";
import { isRefusedFunction, requireQuery } from "./statement.js";

/** First words of a query that may pivot. */
const QUERIES = new Set(["FROM", "PIVOT", "SELECT", "WITH"]);

/**
 * The query to run in the place of the user's, which is checked as {@link requireQuery} does it. It
 * is another one for texts that can stand in no other:
 * - `CALL` and the PRAGMAs that only tell something: the table function that they stand for.
 * - `EXPLAIN`: the plan, which has been found out.
 * - A PIVOT that names no columns: DuckDB makes two statements of such a text, so that it is bound
 *   to no columns before it has run. Its rows are then in a table of this connection.
 */
export async function runnableQuery(connection: DuckDbConnection, sql: string): Promise<string> {
  const called = calledFunction(sql);
  if (called !== undefined) {
    await requireQuery(connection, called);
    return called;
  }
  const explained = explainedQuery(sql);
  if (explained !== undefined) {
    await requireQuery(connection, explained);
    return plan(await connection.rows(sql));
  }
  if (!(await isOpenPivot(connection, sql))) {
    await requireQuery(connection, sql);
    return sql;
  }
  requireNoRefused(sql);
  await connection.run(`CREATE OR REPLACE TEMPORARY TABLE hw_pivot AS FROM ${parenthesised(sql)}`);
  return "FROM temp.hw_pivot";
}

/** Whether another query is run in the place of this one, which nothing can be put around. */
export async function standsAlone(connection: DuckDbConnection, sql: string): Promise<boolean> {
  return (
    calledFunction(sql) !== undefined ||
    explainedQuery(sql) !== undefined ||
    (await isOpenPivot(connection, sql))
  );
}

/** Whether the text is one query, with a PIVOT whose columns come from the rows. */
async function isOpenPivot(connection: DuckDbConnection, sql: string): Promise<boolean> {
  if (!/\bpivot/i.test(sql)) return false;
  const first = firstStatement(sql, tokenizeDuckdb);
  if (first?.count !== 1 || !QUERIES.has(first.word)) return false;
  return (await connection.countStatements(first.text)) > 1;
}

/** PRAGMAs that tell something, by the function `pragma_…` of the same name. */
const TELLING = new Set([
  "collations",
  "database_size",
  "metadata_info",
  "platform",
  "show",
  "storage_info",
  "table_info",
  "user_agent",
  "version",
]);

/** The same by other words. */
const TOLD_BY = new Map([
  ["database_list", "FROM pragma_database_list"],
  ["show_databases", "SHOW DATABASES"],
  ["show_tables", "SHOW TABLES"],
  ["show_tables_expanded", "SHOW ALL TABLES"],
]);

/** What a CALL or PRAGMA asks for, as a query; undefined for everything else. */
function calledFunction(sql: string): string | undefined {
  const first = firstStatement(sql, tokenizeDuckdb);
  if (first?.count !== 1) return undefined;
  const [, name, opening, ...rest] = tokenizeDuckdb(first.text) ?? [];
  if (!name) return undefined;
  if (first.word === "CALL") return `FROM ${first.text.slice(name.start)}`;
  if (first.word !== "PRAGMA") return undefined;
  const pragma = name.text.toLowerCase();
  if (!opening) {
    return TOLD_BY.get(pragma) ?? (TELLING.has(pragma) ? `FROM pragma_${pragma}()` : undefined);
  }
  if (!TELLING.has(pragma) || opening.text !== "(" || rest.at(-1)?.text !== ")") return undefined;
  const names = rest.slice(0, -1);
  const isName = names.length > 0 && names.every(isPartOfName);
  const given = isName
    ? quoteText(names.map(({ text }) => text).join(""))
    : first.text.slice(opening.start + 1, rest.at(-1)?.start);
  return `FROM pragma_${pragma}(${given})`;
}

/** PRAGMA takes names for texts. */
function isPartOfName({ kind, text }: Token): boolean {
  return kind === "word" || kind === "quoted" || text === ".";
}

/** The query whose plan is asked for; undefined for everything else. */
function explainedQuery(sql: string): string | undefined {
  const first = firstStatement(sql, tokenizeDuckdb);
  if (first?.count !== 1 || first.word !== "EXPLAIN") return undefined;
  const [, ...tokens] = tokenizeDuckdb(first.text) ?? [];
  const isOptions = tokens[0]?.text === "(" && /^(?:analyze|format)$/i.test(tokens[1]?.text ?? "");
  const start = isOptions
    ? tokens.findIndex(({ text }) => text === ")") + 1
    : tokens.findIndex(({ text }) => !/^analyze$/i.test(text));
  const query = tokens[start];
  return query && first.text.slice(query.start);
}

function plan(rows: readonly (readonly unknown[])[]): string {
  const values = rows.map(
    ([key, text]) => `(${quoteText(String(key))}, ${quoteText(String(text))})`,
  );
  return `FROM (VALUES ${values.join(", ")}) plan(explain_key, explain_value)`;
}

/** DuckDB gives no syntax tree of such a query: a name before a parenthesis counts as a call. */
function requireNoRefused(sql: string): void {
  const tokens = tokenizeDuckdb(sql) ?? [];
  for (const [index, { text }] of tokens.entries()) {
    const name = text.replaceAll('"', "");
    if (tokens[index + 1]?.text === "(" && isRefusedFunction(name)) {
      throw new SourceError(createDiagnostic("function-refused", { name }));
    }
  }
}
