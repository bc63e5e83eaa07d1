import type { SourceContext } from "../contract.js";
import type { MysqlConfig } from "./config.js";
import { connect } from "./connect.js";
import type { Session } from "./session.js";
import { command } from "./statement.js";

/** A cancel that takes longer than this is given up; the server's own time limit remains. */
const PATIENCE = 1000;

/**
 * Stops what the session runs, by KILL on a connection of its own, then ends the session. The whole connection is
 * killed: KILL QUERY would miss a statement that has not begun yet. Resolves when the server has taken the request, or
 * after a second; who waits for the session gets `reason`.
 */
export async function cancel(
  session: Session,
  config: MysqlConfig,
  context: SourceContext,
  reason: Error,
): Promise<void> {
  if (session.closed) return;
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE);
  try {
    await kill(session.server.threadId, config, context, patience.signal);
  } catch {
    // The server is gone or full. Closing the socket is what remains: the server notices when it next sends a row.
  } finally {
    clearTimeout(timer);
    session.destroy(reason);
  }
}

async function kill(
  thread: number,
  config: MysqlConfig,
  context: SourceContext,
  signal: AbortSignal,
): Promise<void> {
  const control = await connect(config, context, signal);
  const abandon = () => control.destroy(new Error("aborted"));
  signal.addEventListener("abort", abandon, { once: true });
  try {
    await command(control, `KILL CONNECTION ${thread}`);
  } finally {
    signal.removeEventListener("abort", abandon);
    control.end();
  }
}
