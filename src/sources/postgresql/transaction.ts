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
import {
  OpeningRefused,
  RefusedByServer,
  SetupRefused,
  type OpeningStatement,
} from "../server/refusal.js";
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
  readTextRow,
  queryMessage,
  SYNC,
  type Field,
  type ServerError,
} from "./wire/messages.js";

const IN_TRANSACTION = "T".charCodeAt(0);
const READ_ONLY = "so that nothing can be changed";

/**
 * Opens the transaction, as `role` if that is set. A failing `after_connect` rejects as {@link SetupRefused}, a statement of
 * ours as {@link OpeningRefused}. All of ours go at once; a server that refuses that gets them one
 * by one, without those that can be left out.
 */
export async function begin(
  session: Session,
  target: ServerTarget,
  role: string | undefined,
): Promise<void> {
  for (;;) {
    try {
      await open(session, target, role);
      return;
    } catch (error) {
      if (session.closed) throw error;
      if (error instanceof OpeningRefused && error.statement.optional) {
        session.leftOut.add(error.statement.sql);
        session.opensSeparately = false;
      } else if (error instanceof RefusedByServer && !session.opensSeparately) {
        session.opensSeparately = true;
      } else throw error;
      await command(session, "ROLLBACK");
    }
  }
}

async function open(
  session: Session,
  target: ServerTarget,
  role: string | undefined,
): Promise<void> {
  const { after_connect: sql } = target.config;
  const settings = settingsOf(session, target, role);
  const begins = { sql: "BEGIN READ ONLY", why: READ_ONLY };
  if (sql === undefined) {
    await sendAll(session, [begins, ...settings]);
    return;
  }
  await sendAll(session, [begins]);
  session.send(["setup"], parseMessage(sql), bindMessage([]), EXECUTE, SYNC);
  const status = await untilReady(session).catch((error: unknown) => {
    throw new SetupRefused("after_connect failed", { cause: error });
  });
  if (status !== IN_TRANSACTION) throw new SetupRefused("it ends the transaction");
  // Whatever that statement did, the transaction is read-only from here on.
  await sendAll(session, [{ sql: "SET TRANSACTION READ ONLY", why: READ_ONLY }, ...settings]);
}

async function sendAll(session: Session, all: readonly OpeningStatement[]): Promise<void> {
  const wanted = all.filter(({ sql }) => !session.leftOut.has(sql));
  if (!session.opensSeparately) {
    await command(session, wanted.map(({ sql }) => sql).join("; "));
    return;
  }
  for (const statement of wanted) {
    await command(session, statement.sql).catch((error: unknown) => {
      const refused = error instanceof RefusedByServer && !session.closed;
      throw refused ? new OpeningRefused(statement, error) : error;
    });
  }
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

/** Runs one statement that holds text of the user, and returns its rows as text. */
export async function queryOne(session: Session, sql: string): Promise<TextRow[]> {
  const fields = await describe(session, sql);
  const rows: TextRow[] = [];
  session.onRow = (bytes, start, end) => {
    rows.push(readTextRow(bytes.subarray(start, end)));
    return undefined;
  };
  try {
    if (fields) session.send(["rows"], bindMessage([]), EXECUTE, SYNC);
    else session.send(["sync"], SYNC);
    await untilReady(session);
  } finally {
    session.onRow = undefined;
  }
  return rows;
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
function settingsOf(
  session: Session,
  { config, context }: ServerTarget,
  role: string | undefined,
): OpeningStatement[] {
  const set = (setting: string, why: string) => ({ sql: `SET LOCAL ${setting}`, why });
  const optional = (setting: string, why: string) => ({ ...set(setting, why), optional: true });
  const form = "so that values come in a form that is known here";
  const { timeZone } = context;
  const { flavour } = session;
  return [
    optional(`statement_timeout = ${config.timeout * 1000}`, "so that the server ends it in time"),
    set("DateStyle = 'ISO, YMD'", form),
    ...(flavour.hasTextStyles
      ? [set("IntervalStyle = 'postgres'", form), set("bytea_output = 'hex'", form)]
      : []),
    set(`extra_float_digits = ${flavour.floatDigits}`, form),
    // A server that nobody listens to any more would else go on until its time limit; before 14
    // there is no such setting, and some systems cannot do it.
    ...(session.version >= 14
      ? [optional("client_connection_check_interval = '2s'", "so that it ends when we are gone")]
      : []),
    // Such a server refuses to hand out text that is not valid; as bytes it can be repaired here.
    ...(session.keepsAnyBytes ? [set("client_encoding = 'SQL_ASCII'", form)] : []),
    ...(timeZone === undefined
      ? []
      : [
          set(
            `TimeZone = ${quoteWithEscapes(timeZone)}`,
            "so that times are in the project's zone",
          ),
        ]),
    ...(config.db_schema === undefined
      ? []
      : [set(`search_path = ${searchPath(config.db_schema)}`, "so that `db_schema` holds")]),
    // Whoever drops to a role whose rows a policy hides gets an error, never fewer rows.
    ...(role === undefined
      ? []
      : [
          set(`ROLE ${quoteIdentifier(role)}`, "so that queries run as `read_role`"),
          set("row_security = off", "so that no policy hides rows of `read_role`"),
        ]),
  ];
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
