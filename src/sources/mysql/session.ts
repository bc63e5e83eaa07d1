/**
 * One connection to a server. `mysql2` connects, negotiates TLS and logs in; then its socket is taken over, so that
 * rows can be decoded straight from the bytes and the socket can be held back while the consumer is busy.
 */
import type { Socket } from "node:net";
import { Inbox } from "../server/inbox.js";
import { MessageCutter } from "../server/message-cutter.js";
import type { Exchange, ExchangeEvent } from "./exchange.js";
import { RefusedByServer } from "./failure.js";
import { ERROR, MOST_IN_PACKET, QUIT, readError } from "./packets.js";

/** What the login has told of the server. */
export interface ServerFacts {
  /** Number by which the server knows the connection. */
  readonly threadId: number;
  readonly version: string;
  readonly mariadb: boolean;
  /** Whether columns come with MariaDB's own description of their types. */
  readonly extendedColumns: boolean;
}

/** Takes the place of the row that could not be decoded. */
interface Undecodable {
  readonly type: "undecodable";
  readonly error: unknown;
}

const HEADER = 4;
/** Events that may wait before the socket is paused. */
const MOST_WAITING = 2;
/** No server sends more in one go: it is the highest `max_allowed_packet`. */
const MOST_BYTES = 2 ** 30 + MOST_IN_PACKET;

export class Session {
  /** True once the socket is gone: the session cannot be used again. */
  closed = false;
  /** True once a statement has run on it: it may have died since, without anybody noticing. */
  used = false;
  readonly #inbox = new Inbox<ExchangeEvent | Undecodable>();
  #exchange: Exchange | undefined;
  readonly #cutter = new MessageCutter(HEADER, sizeAt, (bytes, at, end) =>
    this.#receivePacket(bytes, at + HEADER, end),
  );
  /** When bytes came, or somebody began to wait for them. */
  #heard = 0;
  /** Payloads of a message that goes on in the next packet. */
  #parts: Buffer[] = [];

  constructor(
    readonly socket: Socket,
    readonly server: ServerFacts,
  ) {
    socket.removeAllListeners("data");
    socket.on("data", (chunk: Buffer) => this.#receive(chunk));
    socket.on("error", (error) => this.destroy(error));
    socket.on("close", () => this.destroy(new ConnectionLost("the server closed the connection")));
  }

  /** Sends one command; its answer, as `exchange` reads it, follows as events. The one before must have ended. */
  start(command: Buffer, exchange: Exchange): void {
    this.#exchange = exchange;
    this.socket.write(command);
  }

  /** The next event; rejects when the connection is lost or destroyed, and in place of a row that cannot be decoded. */
  async next(): Promise<ExchangeEvent> {
    this.#heard = performance.now();
    const event = await this.#inbox.next();
    if (this.#inbox.length < MOST_WAITING && this.socket.isPaused()) this.socket.resume();
    if (event.type === "undecodable") throw event.error;
    return event;
  }

  /** Whether the server has more to say, or has said something that nobody has read. */
  get hasUnread(): boolean {
    return this.#exchange !== undefined || this.#inbox.length > 0;
  }

  /** For how many milliseconds somebody has been waiting without any byte from the server; 0 when nobody waits. */
  get silence(): number {
    return this.#inbox.isAwaited ? performance.now() - this.#heard : 0;
  }

  /** Ends at once; who waits for an event gets the error. */
  destroy(error: Error): void {
    if (this.closed) return;
    this.closed = true;
    this.#inbox.fail(error);
    this.socket.destroy();
  }

  /** Says goodbye first. */
  end(): void {
    if (this.closed) return;
    this.closed = true;
    this.#inbox.fail(new ConnectionLost("the connection was closed"));
    this.socket.end(QUIT);
  }

  #receive(chunk: Buffer): void {
    this.#heard = performance.now();
    try {
      this.#cutter.take(chunk);
    } catch (error) {
      this.destroy(error instanceof Error ? error : new Error(String(error)));
    }
    if (this.#inbox.length >= MOST_WAITING) this.socket.pause();
  }

  #receivePacket(bytes: Buffer, start: number, end: number): void {
    if (end - start === MOST_IN_PACKET || this.#parts.length > 0) {
      this.#join(bytes.subarray(start, end));
    } else this.#dispatch(bytes, start, end);
  }

  #join(part: Buffer): void {
    this.#parts.push(part);
    if (part.length === MOST_IN_PACKET) {
      if (this.#parts.length * MOST_IN_PACKET > MOST_BYTES) {
        throw new ConnectionLost("the server sends more than the protocol allows");
      }
      return;
    }
    const whole = Buffer.concat(this.#parts);
    this.#parts = [];
    this.#dispatch(whole, 0, whole.length);
  }

  #dispatch(bytes: Buffer, start: number, end: number): void {
    const exchange = this.#exchange;
    if (!exchange) {
      // Nobody asked: the server says why it closes the connection.
      throw bytes[start] === ERROR
        ? new RefusedByServer(readError(bytes, start, end))
        : new ConnectionLost("the server does not keep to the protocol");
    }
    try {
      const event = exchange.take(bytes, start, end);
      if (exchange.ended) this.#exchange = undefined;
      if (event) this.#inbox.push(event);
    } catch (error) {
      // What still comes is let go by; whoever reads ends the session.
      this.#exchange = { ended: false, take: () => undefined };
      this.#inbox.push({ type: "undecodable", error });
    }
  }
}

function sizeAt(bytes: Buffer, at: number): number {
  return HEADER + ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16));
}

/** The connection ended without a word that explains it. */
export class ConnectionLost extends Error {
  override readonly name = "ConnectionLost";
}
