import { createDiagnostic } from "../diagnostics/index.js";
import { tokenizeDuckdb } from "../sql/dialects/duckdb/tokens.js";
import { firstStatement } from "../sql/statement.js";
import { SourceError } from "../rows/stream.js";
import type { DuckDbConnection } from "./connection.js";
import { parenthesised } from "./quote.js";
import { isRefusedFunction, requireQuery } from "./statement.js";

/** First words of a query that may pivot. */
const QUERIES = new Set(["FROM", "PIVOT", "SELECT", "WITH"]);

/**
 * The query to run in the place of the user's, which is checked as {@link requireQuery} does it. It
 * is another one where the user's has a PIVOT that names no columns: DuckDB makes two statements of
 * such a text, so that it can stand in no other and is bound to no columns before it has run. Its
 * rows are then in a table of this connection.
 */
export async function runnableQuery(connection: DuckDbConnection, sql: string): Promise<string> {
  if (!(await isOpenPivot(connection, sql))) {
    await requireQuery(connection, sql);
    return sql;
  }
  requireNoRefused(sql);
  await connection.run(`CREATE OR REPLACE TEMPORARY TABLE hw_pivot AS FROM ${parenthesised(sql)}`);
  return "FROM temp.hw_pivot";
}

/** Whether the text is one query, with a PIVOT whose columns come from the rows. */
export async function isOpenPivot(connection: DuckDbConnection, sql: string): Promise<boolean> {
  if (!/\bpivot/i.test(sql)) return false;
  const first = firstStatement(sql, tokenizeDuckdb);
  if (first?.count !== 1 || !QUERIES.has(first.word)) return false;
  return (await connection.countStatements(first.text)) > 1;
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
