import type { StatementSyncInstance } from "@photostructure/sqlite";
import { createDiagnostic } from "../../diagnostics/index.js";
import { tokenizeSqlite } from "../../sql/dialects/sqlite/tokens.js";
import { firstStatement } from "../../sql/statement.js";
import { SourceError } from "../../rows/stream.js";
import type { Database } from "./binding.js";
import type { NulGuard } from "./nul-guard.js";
import type { OpenDatabase } from "./open.js";
import { mayHoldText } from "./types.js";

export interface DeclaredColumn {
  readonly name: string;
  /** The type in the table's definition; null for an expression. */
  readonly declared: string | null;
}

export interface PreparedQuery {
  /** Yields arrays with BigInts for integers. */
  readonly statement: StatementSyncInstance;
  readonly declared: readonly DeclaredColumn[];
  /**
   * Whether text of a column comes whole. Where it may have been cut, the column has to be read
   * again as text.
   */
  readonly wholeText: (column: number) => boolean;
}

/** First words of what yields rows and cannot write. */
const QUERIES = new Set(["SELECT", "VALUES", "WITH", "EXPLAIN", "PRAGMA"]);
const WRAPPABLE = new Set(["SELECT", "VALUES", "WITH"]);

/** Prepares exactly one query, which is not run yet; `asText` columns may hold any text. */
export function prepareQuery(
  { database, binding }: OpenDatabase,
  source: string,
  sql: string,
  guard: NulGuard,
  asText?: ReadonlySet<number>,
): PreparedQuery {
  const { text, word, count } = firstStatement(sql, tokenizeSqlite) ?? unreadable(database, sql);
  if (count !== 1) throw new SourceError(createDiagnostic("not-one-statement", { count }));
  if (!QUERIES.has(word)) throw new SourceError(createDiagnostic("not-a-query", { kind: word }));
  const statement = prepare(database, text);
  const declared = statement.columns().map(({ name, type }) => ({ name, declared: type }));
  if (declared.length === 0) {
    throw new SourceError(createDiagnostic("statement-without-rows", { source }));
  }
  if (!binding.cutsAtNul || !WRAPPABLE.has(word)) {
    return { statement, declared, wholeText: () => true };
  }
  // Text in a column of numbers restarts the column as text, guarded then: the usual case pays
  // nothing.
  const guarded = new Set(
    declared.flatMap((column, index) =>
      asText?.has(index) === true || mayHoldText(column.declared) ? index : [],
    ),
  );
  const wholeText = (column: number): boolean => guarded.has(column);
  if (guarded.size === 0) return { statement, declared, wholeText };
  const wrapped = prepare(database, guard.wrap(text, declared.length, guarded));
  return { statement: wrapped, declared, wholeText };
}

/**
 * SQLite itself says why the text cannot be read; where it can, nobody knows what the statement
 * does.
 */
function unreadable(database: Database, sql: string): never {
  prepare(database, sql);
  throw new SourceError(createDiagnostic("not-a-query", { kind: "unknown" }));
}

function prepare(database: Database, sql: string): StatementSyncInstance {
  const statement = database.prepare(sql);
  statement.setReturnArrays(true);
  statement.setReadBigInts(true);
  return statement;
}
