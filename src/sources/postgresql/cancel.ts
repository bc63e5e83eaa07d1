import type { Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { openSocket, type ServerTarget } from "../server/server-target.js";
import type { Session } from "./session.js";
import { cancelRequest, SSL_REQUEST } from "./wire/messages.js";

/**
 * Asks the server, on a second connection that is encrypted like the first, to stop what the
 * session runs. Resolves when the server has taken the request, when it cannot be reached, or when
 * the signal is aborted.
 */
export function requestCancel(
  { key, tls }: Session,
  target: ServerTarget,
  signal: AbortSignal,
): Promise<void> {
  const message = cancelRequest(key.processId, key.secretKey);
  const socket = openSocket(target);
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => socket.destroy(), { once: true });
    socket.on("error", () => {});
    // The server closes the connection once it has passed the request on.
    socket.on("close", () => resolve());
    socket.on("connect", () => {
      if (tls === undefined) socket.write(message);
      else encrypted(socket, target.config.host, tls, message);
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
