import type { Socket, SocketConnectOpts } from "node:net";
import { connect as connectTls, type ConnectionOptions } from "node:tls";
import { onAbort } from "../server/on-abort.js";
import { asError, codeOf } from "../network-failure.js";
import { watchLogin } from "../server/login-timeout.js";
import {
  ConnectionLost,
  OtherEncryptionWanted,
  RefusedByServer,
  TlsFailed,
  TlsMissing,
} from "../server/refusal.js";
import { ReusingSocket } from "../server/reusing-socket.js";
import { KEEP_ALIVE, type ServerTarget } from "../server/server-target.js";
import type { TlsOptions } from "../server/tls.js";
import { METHOD_UNKNOWN } from "./refusals.js";
import { Session } from "./session.js";

/**
 * Flags of the protocol that `mysql2` would set: files of this machine, several results, parsing
 * rules that differ from those of the server's own programs, and parts of the protocol that are not
 * spoken here.
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

/** Number of the error: the login is admitted with TLS only. */
const TLS_WANTED = "3159";

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

/** Connects and logs in with `mysql2`, whose socket the session takes over. */
export async function login(
  { config, context, user, database, socketPath }: ServerTarget,
  tls: TlsOptions,
  signal: AbortSignal | undefined,
): Promise<Session> {
  const { default: mysql } = await import("mysql2");
  const { host, port, password } = config;
  const connection = mysql.createConnection({
    ...(socketPath === undefined ? { host, port } : { socketPath }),
    stream: () => openSocket(socketPath === undefined ? { host, port } : { path: socketPath }),
    user,
    ...(password !== undefined && { password }),
    database,
    charset: "UTF8MB4_GENERAL_CI",
    connectTimeout: config.connect_timeout * 1000,
    connectAttributes: { program_name: context.queryTag },
    flags: FLAGS,
    ...(tls && { ssl: {} }),
  });
  // The members that the session takes over exist since mysql2 3; its types leave them out.
  const internals = connection as unknown as ConnectionInternals;
  if (tls) internals.startTLS = (onSecure) => encrypt(internals, tls, host, onSecure);
  const late = watchLogin(internals.stream);
  const abandon = () => internals.stream.destroy(new Error("aborted"));
  const connected = () =>
    new Promise<Handshake>((resolve, reject) => {
      connection.once("connect", resolve);
      // What happens after the login is the session's business.
      connection.on("error", reject);
    });
  let handshake: Handshake;
  try {
    handshake = await onAbort(signal, abandon, connected);
  } catch (error) {
    internals.stream.destroy();
    throw codeOf(error) === "ETIMEDOUT" ? late() : readable(asError(error));
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

/** As the driver opens one, but for the buffer that is read into. */
function openSocket(address: SocketConnectOpts): Socket {
  const socket = new ReusingSocket();
  socket.setNoDelay(true);
  socket.setKeepAlive(true, KEEP_ALIVE);
  return socket.connect(address);
}

/**
 * In place of the driver's own: that one checks a certificate against `localhost` when the host is
 * an address.
 */
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
    // The driver gives the error a code of its own.
    if (!settled) onSecure(new Error(error.message, { cause: error }));
    settled = true;
  });
  secure.on("data", (chunk: Buffer) => connection.packetParser.execute(chunk));
  connection.stream = secure;
}

/** What the skeleton understands, for the errors of `mysql2` during the login. */
function readable(error: Error): Error {
  const { message } = error;
  if ("errno" in error && "sqlMessage" in error) {
    const refusal = { code: String(error.errno), message: String(error.sqlMessage) };
    // Its rules admit this client with TLS only.
    return refusal.code === TLS_WANTED
      ? new OtherEncryptionWanted(new TlsFailed(refusal.message))
      : new RefusedByServer(refusal);
  }
  const code = codeOf(error);
  if (code === "HANDSHAKE_NO_SSL_SUPPORT") {
    return new OtherEncryptionWanted(new TlsMissing(message));
  }
  if (code === "HANDSHAKE_SSL_ERROR") return new TlsFailed(message, { cause: error.cause });
  if (code === "PROTOCOL_CONNECTION_LOST") return new ConnectionLost(message);
  if (code.startsWith("AUTH_SWITCH")) {
    const method = /plugin ([\w-]+)/.exec(message)?.[1] ?? "a way that is not known here";
    return new RefusedByServer({ code: METHOD_UNKNOWN, message: `it asks for \`${method}\`` });
  }
  return error;
}
