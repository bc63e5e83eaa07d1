import { RefusedByServer } from "./refusal.js";
import type { ServerSession } from "./server-session.js";
import type { ServerProtocol } from "./server-type.js";

/** An answer, or the server's refusal to give one. */
export type Answer<Result> = { readonly answer: Result } | { readonly refusal: RefusedByServer };

/**
 * Asks a question of ours inside a transaction. Where the server cannot answer it, the transaction
 * is a new one afterwards, since a refusal may have spoilt it.
 */
export async function ask<Session extends ServerSession, Result>(
  type: ServerProtocol<Session>,
  session: Session,
  question: (session: Session) => Promise<Result>,
): Promise<Answer<Result>> {
  try {
    return { answer: await question(session) };
  } catch (error) {
    if (!(error instanceof RefusedByServer) || session.closed) throw error;
    if (type.refusals.ofStatement(error.refusal) === "session-ended") throw error;
    await type.rollback(session);
    await type.begin(session);
    return { refusal: error };
  }
}
