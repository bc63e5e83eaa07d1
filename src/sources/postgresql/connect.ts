import { userInfo } from "node:os";
import type { Socket } from "node:net";
import type { SourceContext } from "../contract.js";
import type { PostgresqlConfig } from "./config.js";
import { serverErrorOf } from "./failure.js";
import { Session } from "./session.js";
import { pause } from "../server/pause.js";
import { tlsAttempts, type TlsOptions } from "../server/tls.js";

/** Waits before the second and the third attempt, in milliseconds; each is stretched at random by up to as much again. */
const RETRY_AFTER = [150, 300];
const TRANSIENT_ERRORS = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "EAI_AGAIN", "ENOENT"]);
/** The server is starting, shutting down or full. */
const TRANSIENT_STATES = new Set(["57P03", "57P01", "53300"]);

/** Milliseconds of silence after which the system asks whether the other side is still there. */
const KEEP_ALIVE = 10_000;

/** The part of `pg`'s client that its types leave out. */
interface ClientInternals {
  readonly connection: {
    readonly stream: Socket;
    on(event: "parameterStatus", listener: (message: ParameterStatus) => void): void;
  };
  readonly processID: number;
  readonly secretKey: number;
}

interface ParameterStatus {
  readonly parameterName: string;
  readonly parameterValue: string;
}

/**
 * Connects and logs in. Transient failures are tried again twice, refused logins never. Rejects with the driver's or
 * the server's own error, which {@link connectFailure} turns into words.
 */
export async function connect(
  config: PostgresqlConfig,
  context: SourceContext,
  signal?: AbortSignal,
): Promise<Session> {
  for (const wait of RETRY_AFTER) {
    try {
      return await connectOnce(config, context, signal);
    } catch (error) {
      if (!isTransient(error) || signal?.aborted) throw error;
      await pause(wait * (1 + Math.random()), signal);
    }
  }
  return connectOnce(config, context, signal);
}

/** The user that logs in: the one that was set, else the operating system's, as PostgreSQL's own programs do. */
export function userOf(config: PostgresqlConfig): string {
  return config.username ?? userInfo().username;
}

async function connectOnce(
  config: PostgresqlConfig,
  context: SourceContext,
  signal: AbortSignal | undefined,
): Promise<Session> {
  const attempts = await tlsAttempts(config);
  let first: unknown;
  for (const tls of attempts) {
    try {
      return await login(config, context, tls, signal);
    } catch (error) {
      first ??= error;
      if (!asksForOtherEncryption(error)) throw error;
    }
  }
  throw first;
}

async function login(
  config: PostgresqlConfig,
  context: SourceContext,
  tls: TlsOptions,
  signal: AbortSignal | undefined,
): Promise<Session> {
  signal?.throwIfAborted();
  const { default: pg } = await import("pg");
  const client = new pg.Client({
    host: config.host,
    port: config.port,
    user: userOf(config),
    database: config.database,
    // A function keeps `pg` from looking into PGPASSWORD and ~/.pgpass.
    password: () => config.password ?? "",
    ssl: tls ?? false,
    application_name: context.queryTag,
    connectionTimeoutMillis: config.connect_timeout * 1000,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE,
  });
  // The members that the session takes over exist since pg 7; its types leave them out.
  const internals = client as unknown as ClientInternals;
  const parameters = new Map<string, string>();
  internals.connection.on("parameterStatus", (status) =>
    parameters.set(status.parameterName, status.parameterValue),
  );
  // What happens after the login is the session's business.
  client.on("error", () => {});
  const abandon = () => internals.connection.stream.destroy(new Error("aborted"));
  signal?.addEventListener("abort", abandon, { once: true });
  try {
    await client.connect();
  } catch (error) {
    internals.connection.stream.destroy();
    throw error;
  } finally {
    signal?.removeEventListener("abort", abandon);
  }
  const key = { processId: internals.processID, secretKey: internals.secretKey };
  return new Session(internals.connection.stream, key, tls, parameters);
}

function isTransient(error: unknown): boolean {
  const state = serverErrorOf(error)?.code;
  if (state !== undefined) return TRANSIENT_STATES.has(state);
  return error instanceof Error && "code" in error && TRANSIENT_ERRORS.has(String(error.code));
}

/** The server has no TLS, or its rules admit this client with TLS only. */
function asksForOtherEncryption(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    error.message === "The server does not support SSL connections" ||
    (serverErrorOf(error)?.code === "28000" && /no encryption|SSL off/.test(error.message))
  );
}
