import { createDiagnostic } from "../../diagnostics/index.js";
import { SourceError } from "../../rows/stream.js";
import { HttpFailure } from "../http/index.js";
import type { ServerTarget } from "../server/server-target.js";
import { meet, OtherServer, type Hello } from "../server/meet.js";
import { OtherEncryptionWanted, RefusedByServer } from "../server/refusal.js";
import { ENCRYPTED } from "../server/strangers.js";
import type { TlsOptions } from "../server/tls.js";
import { isMapping } from "./answer.js";
import { createTrinoClient } from "./client.js";
import type { TrinoConfig } from "./config.js";
import { reachFailure } from "./failure.js";
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
  const encrypted = tls !== undefined;
  const client = createTrinoClient(target, config, tls);
  const session = new Session(client, { target, config, encrypted });
  try {
    requireReady(await client.info(signal));
    return session;
  } catch (error) {
    if (isKept(error)) return session;
    session.end();
    const failure = reachFailure(error, encrypted);
    if (encrypted || !(failure instanceof OtherServer)) throw failure;
    throw (await encryptedPeer(target)) ?? failure;
  }
}

/** Milliseconds for a look at the first bytes. */
const LOOK = 1000;
const GREETING: Hello = {
  name: "Trino",
  port: 8080,
  say: Buffer.from("GET /v1/info HTTP/1.0\r\n\r\n"),
  isOwn: () => false,
};

/** What is said where the port takes encrypted connections only. */
async function encryptedPeer(target: ServerTarget): Promise<Error | undefined> {
  const found: unknown = await meet(target, GREETING, LOOK).catch((other) => other);
  if (!(found instanceof OtherServer) || found.found !== ENCRYPTED) return undefined;
  const { source, address } = target;
  const values = { source, address, found: found.found, name: "Trino", port: 8080 };
  const hint =
    "If it is Trino, set `sslmode: verify-full`: this port takes encrypted connections only.";
  const diagnostic = createDiagnostic("source-other-server", values, { hint });
  return new OtherEncryptionWanted(new SourceError(diagnostic));
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
