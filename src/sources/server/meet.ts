/**
 * The doctor's first word with a server: whether the port can be reached, and whether who answers
 * there is a server of the source's type. Nothing of a login is sent.
 */
import type { Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { SaysNothing } from "./login-timeout.js";
import { openSocket, type ServerTarget } from "./server-target.js";
import { ENCRYPTED, POSTGRESQL_QUESTION, strangerOf } from "./strangers.js";

/** How servers of a type begin. */
export interface Hello {
  /** How people call them: `PostgreSQL`. */
  readonly name: string;
  /** Where they listen unless told otherwise. */
  readonly port: number;
  /** Where they listen for encrypted connections, if that is mostly another port. */
  readonly encryptedPort?: number;
  /** What is said first; absent where the server speaks first. */
  readonly say?: Buffer;
  /** Whether the first bytes that came are such a server's. */
  isOwn(bytes: Buffer): boolean;
}

/**
 * Who answers is no server of the source's type. `found` is what it seems to be, if that can be
 * said; it `hungUp` when it closed the connection without a word.
 */
export class OtherServer extends Error {
  override readonly name = "OtherServer";
  constructor(
    readonly found: string | undefined,
    readonly hungUp = false,
  ) {
    super("another server answers");
  }
}

/**
 * Resolves when a server of the type has answered. Rejects with the two errors above, or with the
 * system's: ETIMEDOUT when the connection is not there in time; soon when the signal is aborted.
 */
export async function meet(
  target: ServerTarget,
  hello: Hello,
  milliseconds: number,
  signal?: AbortSignal,
): Promise<void> {
  const over = new AbortController();
  signal?.addEventListener("abort", () => over.abort(), { once: true });
  try {
    const asked = firstWord(target, hello.say, milliseconds, over.signal);
    const answer = await Promise.race([asked, strangerIfSilent(target, milliseconds, over.signal)]);
    signal?.throwIfAborted();
    if (typeof answer === "string") throw new OtherServer(answer);
    if (answer.length > 0) {
      if (hello.isOwn(answer)) return;
      throw new OtherServer(strangerOf(answer));
    }
    throw new OtherServer(await askOthers(target, milliseconds / 4, over.signal), true);
  } finally {
    over.abort();
  }
}

/** Milliseconds after which a peer that says nothing is asked otherwise. */
const PATIENCE = 1500;

/** Asks otherwise when nothing comes for a while; settles only when somebody is known. */
function strangerIfSilent(
  target: ServerTarget,
  milliseconds: number,
  over: AbortSignal,
): Promise<string> {
  return new Promise((resolve) => {
    const ask = () => {
      void askOthers(target, milliseconds / 4, over).then((found) => found && resolve(found));
    };
    const timer = setTimeout(ask, Math.min(PATIENCE, milliseconds / 2));
    over.addEventListener("abort", () => clearTimeout(timer));
  });
}

/** What a peer seems to be that did not answer, by questions that others answer. */
async function askOthers(
  target: ServerTarget,
  milliseconds: number,
  over: AbortSignal,
): Promise<string | undefined> {
  const web = Buffer.from("GET / HTTP/1.0\r\n\r\n");
  const questions = [POSTGRESQL_QUESTION, web].map(async (question) => {
    const answer = await firstWord(target, question, milliseconds, over);
    return strangerOf(answer) ?? Promise.reject(new Error("unknown"));
  });
  const all = [...questions, encrypted(target, milliseconds, over)];
  return Promise.any(all).catch(() => undefined);
}

/** The first bytes that come; none when the other side closes the connection before. */
function firstWord(
  target: ServerTarget,
  say: Buffer | undefined,
  milliseconds: number,
  over: AbortSignal,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = openSocket(target);
    let reached = false;
    endWith(socket, milliseconds, over, () => {
      const late = Object.assign(new Error("timeout expired"), { code: "ETIMEDOUT" });
      reject(reached ? new SaysNothing() : late);
    });
    socket.on("connect", () => {
      reached = true;
      if (say) socket.write(say);
    });
    socket.on("error", (error) => (reached ? resolve(Buffer.alloc(0)) : reject(error)));
    socket.on("close", () => resolve(Buffer.alloc(0)));
    socket.once("data", (bytes: Buffer) => {
      resolve(bytes);
      socket.destroy();
    });
  });
}

/** Whether a TLS handshake gets through. */
function encrypted(target: ServerTarget, milliseconds: number, over: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const plain = openSocket(target);
    endWith(plain, milliseconds, over, () => reject(new Error("late")));
    // Nothing is said to it: only whether it speaks TLS is asked.
    const socket = connectTls({ socket: plain, rejectUnauthorized: false }, () => {
      resolve(ENCRYPTED);
      socket.destroy();
    });
    socket.on("error", reject);
    plain.on("error", reject);
    plain.on("close", () => reject(new Error("closed")));
  });
}

function endWith(socket: Socket, milliseconds: number, over: AbortSignal, late: () => void): void {
  const timer = setTimeout(() => {
    late();
    socket.destroy();
  }, milliseconds);
  const end = () => socket.destroy();
  over.addEventListener("abort", end, { once: true });
  socket.on("close", () => {
    clearTimeout(timer);
    over.removeEventListener("abort", end);
  });
}
