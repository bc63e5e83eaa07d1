import type { Socket } from "node:net";
import { userInfo } from "node:os";
import { connect as connectTls, type ConnectionOptions } from "node:tls";
import type { SourceContext } from "../contract.js";
import { codeOf } from "../server/errors.js";
import { pause } from "../server/pause.js";
import { tlsAttempts, type TlsOptions } from "../server/tls.js";
import type { MysqlConfig } from "./config.js";
import { isFull, serverErrorOf } from "./failure.js";
import { Session } from "./session.js";

/** Waits before the second and the third attempt, in milliseconds; each is stretched at random by up to as much again. */
const RETRY_AFTER = [150, 300];
const TRANSIENT_ERRORS = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "EAI_AGAIN",
  "ENOENT",
  "PROTOCOL_CONNECTION_LOST",
]);
/** The server is shutting down. */
const SHUTDOWN = 1053;

/**
 * Flags of the protocol that `mysql2` would set: files of this machine, several results, parsing rules that differ from
 * those of the server's own programs, and parts of the protocol that are not spoken here.
 */
const FLAGS = [
  "-LOCAL_FILES",
  "-MULTI_RESULTS",
  "-ODBC",
  "-IGNORE_SPACE",
  "-FOUND_ROWS",
  "-SESSION_TRACK",
  "-CLIENT_QUERY_ATTRIBUTES",
];

/** Milliseconds of silence after which the system asks whether the other side is still there. */
const KEEP_ALIVE = 10_000;

/** What the server says before the login. */
interface Handshake {
  readonly serverVersion: string;
  readonly mariadbExtendedCapabilityFlags: number;
}

/** MariaDB can describe its own types; `mysql2` asks for that wherever it is offered. */
const EXTENDED_COLUMNS = 8;

/** The part of `mysql2`'s connection that its types leave out. */
interface ConnectionInternals {
  stream: Socket;
  readonly threadId: number;
  readonly packetParser: { execute(chunk: Buffer): void };
  startTLS(onSecure: (error?: Error) => void): void;
}

/**
 * Connects and logs in. Transient failures are tried again twice, refused logins never. Rejects with the driver's or
 * the server's own error, which `connectFailure` turns into words.
 */
export async function connect(
  config: MysqlConfig,
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

/** The user that logs in: the one that was set, else the operating system's, as the servers' own programs do. */
export function userOf(config: MysqlConfig): string {
  return config.username ?? userInfo().username;
}

/** The database in which unqualified tables are looked up. */
export function databaseOf({ database, db_schema }: MysqlConfig): string {
  return db_schema ?? database;
}

async function connectOnce(
  config: MysqlConfig,
  context: SourceContext,
  signal: AbortSignal | undefined,
): Promise<Session> {
  let first: unknown;
  for (const tls of await tlsAttempts(config)) {
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
  config: MysqlConfig,
  context: SourceContext,
  tls: TlsOptions,
  signal: AbortSignal | undefined,
): Promise<Session> {
  signal?.throwIfAborted();
  const { default: mysql } = await import("mysql2");
  const { host, port, password } = config;
  const connection = mysql.createConnection({
    ...(host.startsWith("/") ? { socketPath: host } : { host, port }),
    user: userOf(config),
    ...(password !== undefined && { password }),
    database: databaseOf(config),
    charset: "UTF8MB4_GENERAL_CI",
    connectTimeout: config.connect_timeout * 1000,
    connectAttributes: { program_name: context.queryTag },
    flags: FLAGS,
    keepAliveInitialDelay: KEEP_ALIVE,
    ...(tls && { ssl: {} }),
  });
  // The members that the session takes over exist since mysql2 3; its types leave them out.
  const internals = connection as unknown as ConnectionInternals;
  if (tls) internals.startTLS = (onSecure) => encrypt(internals, tls, host, onSecure);
  const abandon = () => internals.stream.destroy(new Error("aborted"));
  signal?.addEventListener("abort", abandon, { once: true });
  let handshake: Handshake;
  try {
    handshake = await new Promise<Handshake>((resolve, reject) => {
      connection.once("connect", resolve);
      // What happens after the login is the session's business.
      connection.on("error", reject);
    });
  } catch (error) {
    internals.stream.destroy();
    throw error;
  } finally {
    signal?.removeEventListener("abort", abandon);
  }
  const { serverVersion: version, mariadbExtendedCapabilityFlags: extended } = handshake;
  return new Session(internals.stream, {
    threadId: internals.threadId,
    // MariaDB pretends to be 5.5.5 towards old replicas.
    version: version.replace(/^5\.5\.5-(?=.*mariadb)/i, ""),
    mariadb: /mariadb/i.test(version),
    extendedColumns: (extended & EXTENDED_COLUMNS) !== 0,
  });
}

/** In place of the driver's own: that one checks a certificate against `localhost` when the host is an address. */
function encrypt(
  connection: ConnectionInternals,
  tls: ConnectionOptions,
  host: string,
  onSecure: (error?: Error) => void,
): void {
  const plain = connection.stream;
  plain.removeAllListeners("data");
  let settled = false;
  const secure = connectTls({ ...tls, socket: plain, host }, () => {
    settled = true;
    onSecure();
  });
  secure.on("error", (error) => {
    if (!settled) onSecure(error);
    settled = true;
  });
  secure.on("data", (chunk: Buffer) => connection.packetParser.execute(chunk));
  connection.stream = secure;
}

function isTransient(error: unknown): boolean {
  const refusal = serverErrorOf(error);
  if (refusal) return refusal.number === SHUTDOWN || isFull(error);
  return TRANSIENT_ERRORS.has(codeOf(error));
}

/** The server has no TLS, or its rules admit this client with TLS only. */
function asksForOtherEncryption(error: unknown): boolean {
  return codeOf(error) === "HANDSHAKE_NO_SSL_SUPPORT" || serverErrorOf(error)?.number === 3159;
}
