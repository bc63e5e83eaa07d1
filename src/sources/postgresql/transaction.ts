/**
 * One read-only transaction with one statement of the user:
 *
 *   BEGIN READ ONLY; SET LOCAL …  ─ Parse, Describe ─▶ columns ─ Bind, Execute ─▶ rows ─ ROLLBACK
 *
 * The user's text goes through the extended protocol, which takes exactly one statement, and is
 * executed only if it yields rows. Everything that is set is set for this transaction alone, so
 * that it works behind PgBouncer too.
 */
import { quoteIdentifier, quoteWithEscapes } from "../../sql/quote.js";
import { RefusedByServer, SetupRefused } from "../server/refusal.js";
import type { ServerTarget } from "../server/server-target.js";
import type { TextRow } from "../server/server-type.js";
import { isMessage, type Session, type SessionEvent } from "./session.js";
import {
  bindMessage,
  DESCRIBE,
  EXECUTE,
  FLUSH,
  parseMessage,
  queryMessage,
  readError,
  readRowDescription,
  readTextRow,
  SYNC,
  type Field,
  type Message,
} from "./wire/messages.js";

/** Since PostgreSQL 14; where the server's system cannot do it, setting it is refused. */
const CLIENT_CHECK = "client_connection_check_interval";
const READY = "Z";
const ROW_DESCRIPTION = "T";
const NO_DATA = "n";
const DATA_ROW = "D";
const ERROR = "E";
const IN_TRANSACTION = "T".charCodeAt(0);

/** Opens the transaction. A failing `after_connect` rejects as {@link SetupRefused}. */
export async function begin(session: Session, target: ServerTarget): Promise<void> {
  try {
    await open(session, target);
  } catch (error) {
    const unknown = error instanceof RefusedByServer && error.message.includes(CLIENT_CHECK);
    if (!session.checksClient || !unknown) throw error;
    session.checksClient = false;
    await command(session, "ROLLBACK");
    await open(session, target);
  }
}

async function open(session: Session, target: ServerTarget): Promise<void> {
  const { config } = target;
  const settings = settingsOf(session, target);
  if (config.after_connect === undefined) {
    await command(session, `BEGIN READ ONLY; ${settings}`);
    return;
  }
  await command(session, "BEGIN READ ONLY");
  session.send(parseMessage(config.after_connect), bindMessage([]), EXECUTE, SYNC);
  const status = await untilReady(session).catch((error: unknown) => {
    throw new SetupRefused("after_connect failed", { cause: error });
  });
  if (status !== IN_TRANSACTION) throw new SetupRefused("it ends the transaction");
  // Whatever that statement did, the transaction is read-only from here on.
  await command(session, `SET TRANSACTION READ ONLY; ${settings}`);
}

/** The columns of a statement, which is parsed and not run; undefined when it yields no rows. */
export async function describe(session: Session, sql: string): Promise<Field[] | undefined> {
  session.send(parseMessage(sql), DESCRIBE, FLUSH);
  for (;;) {
    const message = await control(session);
    if (message.type === ROW_DESCRIPTION) return readRowDescription(message.body);
    if (message.type === NO_DATA) return undefined;
    if (message.type === ERROR) {
      session.send(SYNC);
      await untilReady(session);
      throw new RefusedByServer(readError(message.body));
    }
  }
}

/**
 * Runs the statement that was described last, and closes the transaction behind it. Rows and
 * batches follow as events of the session; then {@link untilReady} twice: for the statement and for
 * the end of the transaction.
 */
export function start(session: Session, binary: readonly boolean[]): void {
  session.send(bindMessage(binary), EXECUTE, SYNC, queryMessage("ROLLBACK"));
}

/** Closes the transaction without having run a statement. */
export async function rollback(session: Session): Promise<void> {
  session.send(SYNC, queryMessage("ROLLBACK"));
  await untilReady(session);
  await untilReady(session);
}

/** Runs statements of our own and returns the rows of the last one as text. */
export async function command(session: Session, sql: string): Promise<TextRow[]> {
  session.send(queryMessage(sql));
  const rows: TextRow[] = [];
  await untilReady(session, (message) => {
    if (message.type === ROW_DESCRIPTION) rows.length = 0;
    if (message.type === DATA_ROW) rows.push(readTextRow(message.body));
  });
  return rows;
}

/**
 * Reads on until the server is ready, and returns the state of its transaction. Rejects with the
 * first refusal on the way.
 */
export async function untilReady(
  session: Session,
  onEvent?: (event: SessionEvent) => void,
): Promise<number | undefined> {
  let refusal: RefusedByServer | undefined;
  for (;;) {
    const event = await session.next();
    if (!isMessage(event)) onEvent?.(event);
    else if (event.type === READY) {
      if (refusal) throw refusal;
      return event.body[0];
    } else if (event.type === ERROR) {
      const error = refusalOf(session, event.body);
      refusal ??= error;
      if (session.closed) throw refusal;
    } else onEvent?.(event);
  }
}

/** The refusal in an ErrorResponse. The session is over when the server says nothing after it. */
export function refusalOf(session: Session, body: Buffer): RefusedByServer {
  const error = readError(body);
  const refusal = new RefusedByServer(error);
  if (error.severity === "FATAL" || error.severity === "PANIC") session.destroy(refusal);
  return refusal;
}

async function control(session: Session): Promise<Message> {
  for (;;) {
    const event = await session.next();
    if (isMessage(event)) return event;
  }
}

/** Settings that make text forms and limits the same on every server. */
function settingsOf(session: Session, { config, context }: ServerTarget): string {
  const { flavour } = session;
  const settings = [
    `statement_timeout = ${config.timeout * 1000}`,
    "DateStyle = 'ISO, YMD'",
    ...(flavour.hasTextStyles ? ["IntervalStyle = 'postgres'", "bytea_output = 'hex'"] : []),
    `extra_float_digits = ${flavour.floatDigits}`,
  ];
  // A server that nobody listens to any more would else go on until its time limit.
  if (session.checksClient) settings.push(`${CLIENT_CHECK} = '2s'`);
  // Such a server refuses to hand out text that is not valid; as bytes it can be repaired here.
  if (session.keepsAnyBytes) settings.push("client_encoding = 'SQL_ASCII'");
  if (context.timeZone !== undefined)
    settings.push(`TimeZone = ${quoteWithEscapes(context.timeZone)}`);
  if (config.db_schema !== undefined)
    settings.push(`search_path = ${searchPath(config.db_schema)}`);
  return settings.map((setting) => `SET LOCAL ${setting}`).join("; ");
}

function searchPath(schemas: string): string {
  return schemaNames(schemas).map(quoteIdentifier).join(", ");
}

/** Schemas between commas, as names: their case counts. */
export function schemaNames(schemas: string): string[] {
  return schemas
    .split(",")
    .map((name) =>
      name
        .trim()
        .replace(/^"(.*)"$/, "$1")
        .replaceAll('""', '"'),
    )
    .filter((name) => name !== "");
}
