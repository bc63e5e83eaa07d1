import { pause } from "./pause.js";
import { codeOf } from "../network-failure.js";
import { ConnectionLost, OtherEncryptionWanted, RefusedByServer } from "./refusal.js";
import type { ServerSession } from "./server-session.js";
import type { ServerProtocol } from "./server-type.js";
import { tlsAttempts } from "./tls.js";

/**
 * Waits before the second and the third attempt, in milliseconds; each is stretched at random by up
 * to as much again.
 */
const RETRY_AFTER = [150, 300];
const TRANSIENT_ERRORS = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "EAI_AGAIN", "ENOENT"]);

/**
 * Connects and logs in. Transient failures are tried again twice, refused logins never. Rejects
 * with the errors of the type's `connect`, which `connectFailure` turns into words.
 */
export async function connect<Session extends ServerSession>(
  type: ServerProtocol<Session>,
  signal?: AbortSignal,
): Promise<Session> {
  for (const wait of RETRY_AFTER) {
    try {
      return await connectOnce(type, signal);
    } catch (error) {
      if (!isTransient(error, type) || signal?.aborted) throw error;
      await pause(wait * (1 + Math.random()), signal);
    }
  }
  return connectOnce(type, signal);
}

/** Tries the kinds of encryption that the source's `sslmode` allows. */
async function connectOnce<Session extends ServerSession>(
  type: ServerProtocol<Session>,
  signal: AbortSignal | undefined,
): Promise<Session> {
  let first: Error | undefined;
  for (const tls of await tlsAttempts(type.target.config)) {
    signal?.throwIfAborted();
    try {
      return await type.connect(tls, signal);
    } catch (error) {
      if (!(error instanceof OtherEncryptionWanted)) throw error;
      first ??= error.reason;
    }
  }
  throw first;
}

function isTransient<Session extends ServerSession>(
  error: unknown,
  { refusals }: ServerProtocol<Session>,
): boolean {
  if (!(error instanceof RefusedByServer)) {
    return error instanceof ConnectionLost || TRANSIENT_ERRORS.has(codeOf(error));
  }
  const meaning = refusals.ofLogin(error.refusal);
  return meaning === "server-full" || meaning === "server-restarting";
}
