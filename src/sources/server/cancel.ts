import type { ServerSession } from "./server-session.js";
import { connect } from "./connect.js";
import type { ServerProtocol } from "./server-type.js";

/**
 * Milliseconds after which a cancel is given up; the server's own time limit remains, and a server
 * that next sends a row notices that nobody is there.
 */
const PATIENCE = 1000;

/**
 * Stops what the session runs, then ends the session: a cancel that comes late would hit its next
 * statement. Resolves when the server has taken the request, or after a second, and never rejects;
 * who waits for the session gets `reason`.
 */
export async function cancel<Session extends ServerSession>(
  type: ServerProtocol<Session>,
  session: Session,
  reason: Error,
): Promise<void> {
  if (session.closed) return;
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE);
  try {
    const { signal } = patience;
    await type.cancel(session, { signal, connect: () => connect(type, signal) });
  } catch {
    // The server is gone or full.
  } finally {
    clearTimeout(timer);
    session.destroy(reason);
  }
}
