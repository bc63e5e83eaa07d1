/**
 * One read-only transaction with one statement of the user:
 *
 *   reset ─ SET SESSION TRANSACTION READ ONLY ─ after_connect ─ SET … ─ START TRANSACTION READ ONLY ─ prepare, execute ─ ROLLBACK
 *
 * The session's own default is read-only as well: a statement that commits implicitly, as DDL does,
 * finds the next transaction read-only too. A statement is executed only if the server says
 * beforehand that it yields rows.
 */
import { quoteInHex } from "../../sql/quote.js";
import {
  OpeningRefused,
  RefusedByServer,
  SetupRefused,
  type OpeningStatement,
} from "../server/refusal.js";
import type { ServerTarget } from "../server/server-target.js";
import type { Session } from "./session.js";
import { command, query, reset } from "./statement.js";
import { zoneOf } from "../server/zone.js";

/** What a source has learnt of its server. */
export interface ServerLore {
  /**
   * The server does not know the project's time zone, as most MariaDB servers know none: sessions
   * are in UTC then.
   */
  zoneIsUnknown: boolean;
}

const WHY_READ_ONLY = "so that nothing can be changed";
const READ_ONLY = { sql: "SET SESSION TRANSACTION READ ONLY", why: WHY_READ_ONLY };
const START = { sql: "START TRANSACTION READ ONLY", why: WHY_READ_ONLY };
const NAMES = "NAMES utf8mb4";
/** The zone's name is not in the server's tables. */
const UNKNOWN_ZONE = "1298";

/**
 * Opens the transaction on a fresh state of the session. A failing `after_connect` rejects as
 * {@link SetupRefused}, a statement of ours as {@link OpeningRefused}.
 */
export async function begin(
  session: Session,
  { config, context }: ServerTarget,
  lore: ServerLore,
): Promise<void> {
  if (session.used) await renew(session);
  await send(session, READ_ONLY);
  if (config.after_connect !== undefined) {
    await query(session, config.after_connect).catch((error: unknown) => {
      throw new SetupRefused("after_connect failed", { cause: error });
    });
    // Whatever that statement did, transactions are read-only from here on.
    await send(session, READ_ONLY);
  }
  const set = (zone: string | undefined) => {
    session.zone = zoneOf(zone);
    return setAll(session, settingsOf(session, config.timeout));
  };
  await set(lore.zoneIsUnknown ? undefined : context.timeZone).catch((error: unknown) => {
    if (!(error instanceof OpeningRefused) || error.cause.refusal.code !== UNKNOWN_ZONE) {
      throw error;
    }
    lore.zoneIsUnknown = true;
    return set(undefined);
  });
  await send(session, START);
}

async function send(session: Session, statement: OpeningStatement): Promise<void> {
  await command(session, statement.sql).catch((error: unknown) => {
    const refused = error instanceof RefusedByServer && !session.closed;
    throw refused ? new OpeningRefused(statement, error) : error;
  });
}

/**
 * All settings go in one statement. A server that refuses that gets them one by one, without those
 * that can be left out.
 */
async function setAll(session: Session, settings: readonly OpeningStatement[]): Promise<void> {
  const wanted = settings.filter(({ sql }) => !session.leftOut.has(sql));
  if (!session.setsSeparately) {
    try {
      await command(session, `SET ${wanted.map(({ sql }) => sql).join(", ")}`);
      return;
    } catch (error) {
      if (!(error instanceof RefusedByServer) || session.closed) throw error;
    }
  }
  for (const setting of wanted) {
    try {
      await send(session, { ...setting, sql: `SET ${setting.sql}` });
    } catch (error) {
      if (!(error instanceof OpeningRefused) || !setting.optional) throw error;
      session.leftOut.add(setting.sql);
    }
  }
  // With the same ones left out, they may go together next time.
  session.setsSeparately = session.leftOut.size === 0;
}

/** Servers from before 2014 cannot reset a session; theirs are used once. */
async function renew(session: Session): Promise<void> {
  try {
    await reset(session);
  } catch (error) {
    session.end();
    throw error;
  }
}

/** Closes the transaction. */
export async function rollback(session: Session): Promise<void> {
  await command(session, "ROLLBACK");
}

/**
 * Settings that make text forms and limits the same on every server. `sql_mode` stays as it is: the
 * user's SQL counts on it.
 */
function settingsOf({ server, zone }: Session, timeout: number): OpeningStatement[] {
  const limit = server.mariadb
    ? `max_statement_time = ${timeout}`
    : `max_execution_time = ${timeout * 1000}`;
  return [
    { sql: NAMES, why: "so that text comes as UTF-8" },
    { sql: `SESSION ${limit}`, why: "so that the server ends it in time", optional: true },
    {
      sql: `SESSION time_zone = ${quoteInHex(zone.name)}`,
      why: "so that times are in the project's zone",
    },
    // The server waits as long for us as a statement may take: we hold back while batches are
    // written.
    {
      sql: `SESSION net_write_timeout = ${Math.max(60, timeout)}`,
      why: "so that it waits for a slow reader",
      optional: true,
    },
  ];
}
