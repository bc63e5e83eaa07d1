import { tokenizeSqlite } from "../../sql/dialects/sqlite/tokens.js";
import { firstStatement } from "../../sql/statement.js";
import type { OpenDatabase } from "./open.js";

/** Counting further takes long enough to be felt; a table that has as many is a large one. */
const MOST = 1_000_000;

/** Rows of a query, at most a million: SQLite keeps no statistics that would tell. */
export function countRows({ database }: OpenDatabase, sql: string): number {
  const text = firstStatement(sql, tokenizeSqlite)?.text ?? sql;
  const statement = database.prepare(
    `SELECT count(*) AS rows FROM (SELECT 1 FROM (\n${text}\n) LIMIT ${MOST})`,
  );
  // The column is named here.
  return (statement.get() as { rows: number }).rows;
}
