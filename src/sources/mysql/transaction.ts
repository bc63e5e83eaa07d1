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
import { RefusedByServer, SetupRefused } from "../server/refusal.js";
import type { ServerTarget } from "../server/server-target.js";
import type { Session } from "./session.js";
import { command, query, reset } from "./statement.js";
import { zoneOf } from "./wire/zone.js";

/** What a source has learnt of its server. */
export interface ServerLore {
  /**
   * The server does not know the project's time zone, as most MariaDB servers know none: sessions
   * are in UTC then.
   */
  zoneIsUnknown: boolean;
}

const READ_ONLY = "SET SESSION TRANSACTION READ ONLY";
/** The zone's name is not in the server's tables. */
const UNKNOWN_ZONE = "1298";

/**
 * Opens the transaction on a fresh state of the session. A failing `after_connect` rejects as
 * {@link SetupRefused}.
 */
export async function begin(
  session: Session,
  { config, context }: ServerTarget,
  lore: ServerLore,
): Promise<void> {
  if (session.used) await renew(session);
  await command(session, READ_ONLY);
  if (config.after_connect !== undefined) {
    await query(session, config.after_connect).catch((error: unknown) => {
      throw new SetupRefused("after_connect failed", { cause: error });
    });
    // Whatever that statement did, transactions are read-only from here on.
    await command(session, READ_ONLY);
  }
  const set = (zone: string | undefined) => {
    session.zone = zoneOf(zone);
    return command(session, settingsOf(session, config.timeout));
  };
  await set(lore.zoneIsUnknown ? undefined : context.timeZone).catch((error: unknown) => {
    if (!(error instanceof RefusedByServer) || error.refusal.code !== UNKNOWN_ZONE) throw error;
    lore.zoneIsUnknown = true;
    return set(undefined);
  });
  await command(session, "START TRANSACTION READ ONLY");
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
function settingsOf({ server, zone }: Session, timeout: number): string {
  const limit = server.mariadb
    ? `max_statement_time = ${timeout}`
    : `max_execution_time = ${timeout * 1000}`;
  const settings = [
    limit,
    `time_zone = ${quoteInHex(zone.name)}`,
    // The server waits as long for us as a statement may take: we hold back while batches are
    // written.
    `net_write_timeout = ${Math.max(60, timeout)}`,
  ];
  return `SET NAMES utf8mb4, ${settings.map((setting) => `SESSION ${setting}`).join(", ")}`;
}
