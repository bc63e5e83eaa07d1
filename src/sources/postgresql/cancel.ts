import { connect as connectSocket, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { PostgresqlConfig } from "./config.js";
import { cancelRequest, SSL_REQUEST } from "./messages.js";
import type { Session } from "./session.js";

/** A cancel request that takes longer than this is given up; the server's own time limit remains. */
const PATIENCE = 1000;

/**
 * Asks the server, on a second connection, to stop what the session runs, then ends the session: a cancel that
 * comes late would hit its next statement. Resolves when the server has taken the request, or after a second; who
 * waits for the session gets `reason`.
 */
export async function cancel(
  session: Session,
  config: PostgresqlConfig,
  reason: Error,
): Promise<void> {
  if (session.closed) return;
  await request(session, config);
  session.destroy(reason);
}

function request(session: Session, config: PostgresqlConfig): Promise<void> {
  const message = cancelRequest(session.key.processId, session.key.secretKey);
  const { host, port } = config;
  const socket = host.startsWith("/")
    ? connectSocket(`${host}/.s.PGSQL.${port}`)
    : connectSocket(port, host);
  return new Promise((resolve) => {
    const timer = setTimeout(() => socket.destroy(), PATIENCE);
    socket.on("error", () => {});
    // The server closes the connection once it has passed the request on.
    socket.on("close", () => {
      clearTimeout(timer);
      resolve();
    });
    socket.on("connect", () => {
      if (session.tls === undefined) socket.write(message);
      else encrypted(socket, host, session.tls, message);
    });
  });
}

function encrypted(
  socket: Socket,
  host: string,
  tls: NonNullable<Session["tls"]>,
  message: Buffer,
): void {
  socket.write(SSL_REQUEST);
  socket.once("data", () => {
    const secure = connectTls({ ...tls, socket, host }, () => secure.write(message));
    secure.on("error", () => socket.destroy());
    secure.on("close", () => socket.destroy());
    // Reading is what notices that the server has closed.
    secure.resume();
  });
}
