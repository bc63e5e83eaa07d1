/**
 * A query's rows as batches. The first rows are read before the columns are known:
 *
 *   prepare ─▶ first rows (kept as they are) ─▶ types ─▶ builders ◀─ further rows
 */
import type { Diagnostic } from "../../contract/diagnostic.js";
import { BATCH_ROWS } from "../../rows/batch.js";
import type { RowStream, StreamOptions } from "../../rows/stream.js";
import { appendRows, BLOCK_ROWS, encodedColumns, readBatches, requireWanted } from "./batches.js";
import { NulGuard } from "./nul-guard.js";
import type { OpenDatabase } from "./open.js";
import { prepareQuery } from "./prepare.js";
import { columnsOf } from "./query-columns.js";
import { RowCursor, type Row } from "./row-cursor.js";

/** Rows of a statement that has been started. */
export interface StartedStream extends RowStream {
  /** Its first rows: at most as many as a batch has. */
  readonly first: readonly Row[];
  /** Whether there may be others. */
  readonly hasMore: boolean;
}

/**
 * Starts the query; the caller closes the database when the batches have ended, however they do.
 */
export function streamQuery(
  open: OpenDatabase,
  source: string,
  sql: string,
  { signal, asText }: StreamOptions,
): StartedStream {
  requireWanted(signal);
  const guard = new NulGuard();
  const query = prepareQuery(open, source, sql, guard, asText);
  const rows = new RowCursor(query.statement);
  const first = rows.read(BATCH_ROWS);
  const hasMore = !rows.ended;
  const columns = columnsOf(query, first, guard, asText);
  const encoded = encodedColumns(columns, guard, asText);
  const warnings: Diagnostic[] = [];
  let block = first;
  const append = (): number => {
    appendRows(block, columns, encoded);
    const { length } = block;
    block = length > 0 ? rows.read(BLOCK_ROWS) : block;
    return length;
  };
  const batches = readBatches(append, columns, encoded, warnings, signal);
  return { columns, warnings, batches, first, hasMore };
}
