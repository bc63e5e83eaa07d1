/**
 * Rows of one engine as a table of another, for the time of a query. The table's columns have names
 * of ours: those of the rows may be longer than its database takes, or differ by case alone.
 */
import type { Dialect } from "./dialect.js";
import type { SentTexts } from "./sent-form.js";
import { textsAsQuery, type SentColumn, type SentQuery } from "./sent-rows.js";

/** A column of rows that become a table. */
export type UploadedColumn = Omit<SentColumn, "values">;

/** The statement that makes the table, without rows. */
export function createTable(
  table: string,
  columns: readonly UploadedColumn[],
  to: Dialect,
): SentQuery {
  const query = textsAsQuery(stored(columns), [], to);
  return "sql" in query ? { sql: `create table ${table} as\n${query.sql}` } : query;
}

/** The statement that adds rows to it. */
export function insertRows(
  table: string,
  columns: readonly UploadedColumn[],
  rows: SentTexts,
  to: Dialect,
): SentQuery {
  const query = textsAsQuery(stored(columns), rows, to);
  return "sql" in query ? { sql: `insert into ${table}\n${query.sql}` } : query;
}

/** A SELECT that yields the rows with their own names and types, or why there is none. */
export function uploadedAsQuery(
  table: string,
  columns: readonly UploadedColumn[],
  to: Dialect,
): SentQuery {
  const list: string[] = [];
  for (const [at, { name, type }] of columns.entries()) {
    const column = to.sentRows.stored?.(nameAt(at), type);
    if (column === undefined) {
      return {
        refused: `its column \`${name}\` is \`${type}\`, which ${to.title} has no exact type for.`,
      };
    }
    list.push(`${column} as ${to.quoteIdentifier(name)}`);
  }
  return { sql: `select ${list.join(", ")}\nfrom ${table}` };
}

function stored(columns: readonly UploadedColumn[]): UploadedColumn[] {
  return columns.map(({ type }, at) => ({ name: nameAt(at), type }));
}

function nameAt(column: number): string {
  return `hw_c${column}`;
}
