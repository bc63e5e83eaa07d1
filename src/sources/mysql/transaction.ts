/**
 * One read-only transaction with one statement of the user:
 *
 *   reset ─ SET SESSION TRANSACTION READ ONLY ─ after_connect ─ SET … ─ START TRANSACTION READ ONLY ─ prepare, execute ─ ROLLBACK
 *
 * The session's own default is read-only as well: a statement that commits implicitly, as DDL does, finds the next
 * transaction read-only too. A statement is executed only if the server says beforehand that it yields rows.
 */
import { quoteInHex } from "../../sql/quote.js";
import type { SourceContext } from "../contract.js";
import type { MysqlConfig } from "./config.js";
import type { Session } from "./session.js";
import { command, reset } from "./statement.js";
import { zoneOf, type Zone } from "./zone.js";

const READ_ONLY = "SET SESSION TRANSACTION READ ONLY";
/** The zone's name is not in the server's tables. */
const UNKNOWN_ZONE = 1298;

/** Opens the transaction on a fresh state of the session. A failing `after_connect` rejects as {@link SetupRefused}. */
export async function begin(
  session: Session,
  config: MysqlConfig,
  context: SourceContext,
): Promise<Zone> {
  if (session.used) await reset(session);
  await command(session, READ_ONLY);
  if (config.after_connect !== undefined) {
    await command(session, config.after_connect).catch((error: unknown) => {
      throw new SetupRefused("after_connect failed", { cause: error });
    });
    // Whatever that statement did, transactions are read-only from here on.
    await command(session, READ_ONLY);
  }
  const zone = zoneOf(context.timeZone);
  await command(session, settingsOf(session, config, zone));
  await command(session, "START TRANSACTION READ ONLY");
  return zone;
}

/** Closes the transaction. */
export async function rollback(session: Session): Promise<void> {
  await command(session, "ROLLBACK");
}

/** `after_connect` failed; the cause is the server's refusal, or the loss of the connection. */
export class SetupRefused extends Error {
  override readonly name = "SetupRefused";
}

/** True for the refusal of {@link begin}'s settings because of the time zone. */
export function isUnknownZone(refusal: { readonly number: number }): boolean {
  return refusal.number === UNKNOWN_ZONE;
}

/** Settings that make text forms and limits the same on every server. `sql_mode` stays as it is: the user's SQL counts on it. */
function settingsOf(session: Session, { timeout }: MysqlConfig, zone: Zone): string {
  const limit = session.server.mariadb
    ? `max_statement_time = ${timeout}`
    : `max_execution_time = ${timeout * 1000}`;
  const settings = [
    limit,
    `time_zone = ${quoteInHex(zone.name)}`,
    // The server waits as long for us as a statement may take: we hold back while batches are written.
    `net_write_timeout = ${Math.max(60, timeout)}`,
  ];
  return `SET NAMES utf8mb4, ${settings.map((setting) => `SESSION ${setting}`).join(", ")}`;
}
