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
import type { Session, SessionEvent } from "./session.js";
import {
  bindMessage,
  DESCRIBE,
  EXECUTE,
  FLUSH,
  isFatal,
  parseMessage,
  queryMessage,
  SYNC,
  type Field,
  type ServerError,
} from "./wire/messages.js";

/** Since PostgreSQL 14; where the server's system cannot do it, setting it is refused. */
const CLIENT_CHECK = "client_connection_check_interval";
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
  const { after_connect: sql } = config;
  session.send(["setup"], parseMessage(sql), bindMessage([]), EXECUTE, SYNC);
  const status = await untilReady(session).catch((error: unknown) => {
    throw new SetupRefused("after_connect failed", { cause: error });
  });
  if (status !== IN_TRANSACTION) throw new SetupRefused("it ends the transaction");
  // Whatever that statement did, the transaction is read-only from here on.
  await command(session, `SET TRANSACTION READ ONLY; ${settings}`);
}

/** The columns of a statement, which is parsed and not run; undefined when it yields no rows. */
export async function describe(
  session: Session,
  sql: string,
): Promise<readonly Field[] | undefined> {
  session.send(["describe"], parseMessage(sql), DESCRIBE, FLUSH);
  const event = await session.next();
  if (event.type === "columns") return event.fields;
  if (event.type !== "refused") return undefined;
  const refusal = refusalOf(session, event.error);
  if (!session.closed) await sync(session);
  throw refusal;
}

/** Ends an exchange whose last message was a Flush. */
export async function sync(session: Session): Promise<void> {
  session.send(["sync"], SYNC);
  await untilReady(session);
}

/**
 * Runs the statement that was described last, and closes the transaction behind it. Batches follow
 * as events of the session; then it is ready as many times as the answer says.
 */
export function start(session: Session, binary: readonly boolean[]): 1 | 2 {
  const run = [bindMessage(binary), EXECUTE, SYNC];
  if (session.singleUse) {
    session.send(["rows"], ...run);
    return 1;
  }
  session.send(["rows", "rollback"], ...run, queryMessage("ROLLBACK"));
  return 2;
}

/** Closes the transaction without having run a statement. */
export async function rollback(session: Session): Promise<void> {
  session.send(["sync", "rollback"], SYNC, queryMessage("ROLLBACK"));
  await untilReady(session);
  await untilReady(session);
}

/** Runs statements of our own that yield no rows. */
export async function command(session: Session, sql: string): Promise<void> {
  session.send(["commands"], queryMessage(sql));
  await untilReady(session);
}

/** Runs statements of our own and returns the rows of the last one as text. */
export async function query(session: Session, sql: string): Promise<TextRow[]> {
  session.send(["query"], queryMessage(sql));
  const rows: TextRow[] = [];
  await untilReady(session, (event) => {
    if (event.type === "columns") rows.length = 0;
    if (event.type === "row") rows.push(event.values);
  });
  return rows;
}

/**
 * Reads on until the server is ready, and returns the state of its transaction. Rejects with its
 * refusal on the way.
 */
async function untilReady(
  session: Session,
  onEvent?: (event: SessionEvent) => void,
): Promise<number | undefined> {
  let refusal: RefusedByServer | undefined;
  for (;;) {
    const event = await session.next();
    if (event.type === "ready") {
      if (refusal) throw refusal;
      return event.status;
    }
    if (event.type === "refused") {
      const error = refusalOf(session, event.error);
      refusal ??= error;
      if (session.closed) throw refusal;
    } else onEvent?.(event);
  }
}

/** The refusal in an ErrorResponse. The session is over when the server says nothing after it. */
export function refusalOf(session: Session, error: ServerError): RefusedByServer {
  const refusal = new RefusedByServer(error);
  if (isFatal(error)) session.destroy(refusal);
  return refusal;
}

/** Settings that make text forms and limits the same on every server. */
function settingsOf(session: Session, { config, context }: ServerTarget): string {
  const settings = [
    `statement_timeout = ${config.timeout * 1000}`,
    "DateStyle = 'ISO, YMD'",
    "IntervalStyle = 'postgres'",
    "bytea_output = 'hex'",
    "extra_float_digits = 3",
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
