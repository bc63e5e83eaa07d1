/** A login that is not there within `connect_timeout`: how far it has come says what is wrong. */
import type { Socket } from "node:net";

/** The connection was taken, and nothing was said until the time was over. */
export class SaysNothing extends Error {
  override readonly name = "SaysNothing";
}

/** The server answered, and did not come to the end of the login. */
export class LoginSlow extends Error {
  override readonly name = "LoginSlow";
}

/** Watches a socket from its beginning; the answer is for a login whose time is over. */
export function watchLogin(socket: Socket): () => Error {
  let reached = false;
  socket.once("connect", () => (reached = true));
  return () => {
    if (socket.bytesRead > 0) return new LoginSlow("the login took too long");
    if (reached) return new SaysNothing("nothing was said");
    return Object.assign(new Error("timeout expired"), { code: "ETIMEDOUT" });
  };
}
