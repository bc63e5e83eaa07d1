import type { Socket } from "node:net";
import { Inbox } from "./inbox.js";
import { MessageCutter } from "./message-cutter.js";
import { asError } from "../network-failure.js";
import { ConnectionLost, readingFault } from "./refusal.js";
import { ReusingSocket } from "./reusing-socket.js";
import type { PooledSession } from "./session-pool.js";

/** What the skeleton must know of a session besides what the pool does. */
export interface ServerSession extends PooledSession {
  /**
   * True once a statement has run on it: it may have died since, without anybody noticing, and it
   * may hold what that statement left behind. Set by the skeleton.
   */
  used: boolean;
  /** For how many milliseconds somebody has been waiting without any byte; 0 when nobody waits. */
  readonly silence: number;
  /** What is said of the encryption, where the sockets are not the session's own. */
  readonly encryption?: string | undefined;
  /** Ends at once; who waits for an event gets the error. */
  destroy(error: Error): void;
}

/** How messages lie in the stream. */
export interface WireFormat {
  /** Bytes that tell a message's size. */
  readonly header: number;
  /** Size of the message at `at`, with its header. Throws when there can be no such message. */
  readonly sizeAt: (bytes: Buffer, at: number) => number;
  /** What is said before the connection is closed. */
  readonly goodbye: Buffer;
}

/** Events that may wait before the socket is paused. */
const MOST_WAITING = 2;

/** Takes the place of an event that could not be read. */
class Unreadable {
  constructor(readonly error: unknown) {}
}

/**
 * A connection whose driver has connected, negotiated TLS and logged in; then its socket is taken
 * over, so that rows are decoded straight from the bytes. A subclass turns each message, in the
 * moment in which it arrives, into at most one event; the socket is held back while events wait for
 * their reader.
 */
export abstract class SocketSession<Event extends object> implements ServerSession {
  closed = false;
  used = false;
  readonly #inbox = new Inbox<Event | Unreadable>();
  readonly #cutter: MessageCutter;
  readonly #goodbye: Buffer;
  /** When bytes came, or somebody began to wait for them. */
  #heard = 0;

  constructor(
    readonly socket: Socket,
    { header, sizeAt, goodbye }: WireFormat,
  ) {
    this.#cutter = new MessageCutter(
      header,
      sizeAt,
      (bytes, at, end) => this.take(bytes, at, end),
      (bytes, at) => this.takeMany(bytes, at),
    );
    this.#goodbye = goodbye;
    socket.removeAllListeners("data");
    if (socket instanceof ReusingSocket) socket.reuses = true;
    socket.on("data", (chunk: Buffer) => this.#receive(chunk));
    socket.on("error", (error) => this.destroy(error));
    socket.on("close", () => this.destroy(new ConnectionLost("the server closed the connection")));
  }

  /**
   * Reads the message `bytes[at..end)`, header included, whose memory is the socket's, and calls
   * `push` or `pushError` if it is to be heard of. A throw ends the session: the two sides no
   * longer understand each other.
   */
  protected abstract take(bytes: Buffer, at: number, end: number): void;

  /** As `take`, for as many whole messages as can be read at once; returns where the rest begins. */
  protected takeMany(_: Buffer, at: number): number {
    return at;
  }

  protected push(event: Event): void {
    this.#inbox.push(event);
  }

  /** What `next` rejects with when its turn comes; the session itself goes on. */
  protected pushError(error: unknown): void {
    this.#inbox.push(new Unreadable(readingFault(error)));
  }

  /**
   * The next event; rejects when the connection is lost or destroyed, and for `pushError`. One
   * caller at a time.
   */
  async next(): Promise<Event> {
    this.#heard = performance.now();
    const event = await this.#inbox.next();
    if (this.#inbox.length < MOST_WAITING && this.socket.isPaused()) this.socket.resume();
    if (event instanceof Unreadable) throw event.error;
    return event;
  }

  get hasUnread(): boolean {
    return this.#inbox.length > 0;
  }

  get silence(): number {
    return this.#inbox.isAwaited ? performance.now() - this.#heard : 0;
  }

  destroy(error: Error): void {
    if (this.closed) return;
    this.closed = true;
    this.#inbox.fail(error);
    this.socket.destroy();
  }

  end(): void {
    if (this.closed) return;
    this.closed = true;
    this.#inbox.fail(new ConnectionLost("the connection was closed"));
    this.socket.end(this.#goodbye);
  }

  #receive(chunk: Buffer): void {
    this.#heard = performance.now();
    try {
      this.#cutter.take(chunk);
    } catch (error) {
      this.destroy(asError(readingFault(error)));
    }
    if (this.#inbox.length >= MOST_WAITING) this.socket.pause();
  }
}
