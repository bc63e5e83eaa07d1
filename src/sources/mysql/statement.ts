/** Commands on a session, as promises. */
import { ProtocolSurprise, RefusedByServer } from "../server/refusal.js";
import type { TextRow } from "../server/server-type.js";
import type { Session } from "./session.js";
import { PrepareExchange, ResultExchange, type RowSink } from "./wire/exchange.js";
import {
  executePacket,
  preparePacket,
  queryPacket,
  readTextRow,
  RESET_CONNECTION,
  type Field,
  type StatementHeader,
} from "./wire/packets.js";

/** A statement that the server has parsed and not run. */
export interface Statement extends StatementHeader {
  readonly fields: readonly Field[];
}

/** Has the server parse exactly one statement. It is forgotten when the session is reset. */
export async function prepare(session: Session, sql: string): Promise<Statement> {
  session.start(preparePacket(sql), new PrepareExchange(session.server.extendedColumns));
  const event = await session.next();
  if (event.type === "refused") throw new RefusedByServer(event.refusal);
  if (event.type !== "statement")
    throw new ProtocolSurprise("it did not answer that it parsed a statement");
  return { ...event.header, fields: event.fields };
}

/** Runs a prepared statement; see {@link columnsOf} for what follows. */
export function runPrepared(
  session: Session,
  statement: Statement,
  onColumns: (fields: readonly Field[]) => RowSink,
): void {
  const exchange = new ResultExchange(session.server.extendedColumns, onColumns);
  session.start(executePacket(statement.id), exchange);
}

/** Runs a statement whose rows come as text; see {@link columnsOf} for what follows. */
export function runText(
  session: Session,
  sql: string,
  onColumns: (fields: readonly Field[]) => RowSink | undefined,
): void {
  const exchange = new ResultExchange(session.server.extendedColumns, onColumns);
  session.start(queryPacket(sql), exchange);
}

/**
 * Waits until a running statement has named its columns. Batches follow, then its end; undefined
 * when it has ended without rows.
 */
export async function columnsOf(session: Session): Promise<readonly Field[] | undefined> {
  const event = await session.next();
  if (event.type === "columns") return event.fields;
  if (event.type === "refused") throw new RefusedByServer(event.refusal);
  return undefined;
}

/** Runs a statement of our own that yields no rows. */
export async function command(session: Session, sql: string): Promise<void> {
  session.start(queryPacket(sql), new ResultExchange(session.server.extendedColumns));
  await untilEnd(session);
}

/** Runs a statement of our own and returns its rows, if any, as text. */
export async function query(session: Session, sql: string): Promise<TextRow[]> {
  const rows: TextRow[] = [];
  runText(session, sql, () => ({
    add(bytes, start, end) {
      rows.push(readTextRow(bytes.subarray(start, end)));
      return undefined;
    },
  }));
  await untilEnd(session);
  return rows;
}

/**
 * Takes back whatever statements have left behind: variables, settings, locks, temporary tables,
 * prepared statements.
 */
export async function reset(session: Session): Promise<void> {
  session.start(RESET_CONNECTION, new ResultExchange(false));
  await untilEnd(session);
}

/** Reads on until the running statement has ended; rejects with its refusal. */
export async function untilEnd(session: Session): Promise<void> {
  for (;;) {
    const event = await session.next();
    if (event.type === "refused") throw new RefusedByServer(event.refusal);
    if (event.type === "end") return;
  }
}
