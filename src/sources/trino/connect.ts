import type { ServerTarget } from "../server/server-target.js";
import { OtherServer } from "../server/meet.js";
import { RefusedByServer } from "../server/refusal.js";
import type { TlsOptions } from "../server/tls.js";
import { isMapping } from "./answer.js";
import { createTrinoClient } from "./client.js";
import type { TrinoConfig } from "./config.js";
import { reachFailure } from "./failure.js";
import { HttpFailure } from "../http/index.js";
import { Session } from "./session.js";

/**
 * Asks who answers there, which needs no login: that goes with each statement. A gateway may keep
 * this to itself.
 */
export async function connect(
  target: ServerTarget,
  config: TrinoConfig,
  tls: TlsOptions,
  signal: AbortSignal | undefined,
): Promise<Session> {
  const client = createTrinoClient(target, config, tls);
  try {
    requireReady(await client.info(signal));
    return new Session(client, { target, config, encrypted: tls !== undefined });
  } catch (error) {
    if (isKept(error)) return new Session(client, { target, config, encrypted: tls !== undefined });
    client.close();
    throw reachFailure(error, tls !== undefined);
  }
}

function requireReady(info: unknown): void {
  if (!isMapping(info) || !("nodeVersion" in info)) throw new OtherServer("a web server");
  if (info["starting"] !== true) return;
  const message = "the server is still starting";
  throw new RefusedByServer({ code: "SERVER_STARTING_UP", message });
}

function isKept(error: unknown): boolean {
  const status = error instanceof HttpFailure ? error.answer?.status : undefined;
  return status === 401 || status === 403;
}
