/**
 * One connection to a server. `pg` connects, negotiates TLS and logs in; then its socket is taken over, so that rows
 * can be decoded straight from the bytes and the socket can be held back while the consumer is busy.
 */
import type { Socket } from "node:net";
import type { Batch } from "../../rows/batch.js";
import { Inbox } from "../server/inbox.js";
import { MessageCutter } from "../server/message-cutter.js";
import { TERMINATE, type Message } from "./messages.js";
import type { TlsOptions } from "../server/tls.js";

/** What a statement hears of: the server's messages, and batches in their place between them. */
export type SessionEvent = Message | { readonly type: "batch"; readonly batch: Batch };

/** Decodes the body of one DataRow, which is `bytes[start..end)`; finished batches come back. */
export type RowHandler = (bytes: Buffer, start: number, end: number) => Batch | undefined;

/** Names the session to the server when its statement is to be cancelled. */
export interface BackendKey {
  readonly processId: number;
  readonly secretKey: number;
}

/** Takes the place of the row that could not be decoded. */
interface Undecodable {
  readonly type: "undecodable";
  readonly error: unknown;
}

const DATA_ROW = 0x44;
const HEADER = 5;
/** Events that may wait before the socket is paused. */
const MOST_WAITING = 2;
const NOTICE = "N";
const NOTIFICATION = "A";
const PARAMETER_STATUS = "S";

export class Session {
  /** Set when rows are decoded; without it DataRow messages arrive as events. */
  onRow: RowHandler | undefined;
  /** True once the socket is gone: the session cannot be used again. */
  closed = false;
  /** True once a statement has run on it: it may have died since, without anybody noticing. */
  used = false;
  /** Whether the server can be told to look, while it works for a statement, if we are still there. */
  checksClient: boolean;
  readonly #inbox = new Inbox<SessionEvent | Undecodable>();
  readonly #cutter = new MessageCutter(HEADER, sizeAt, (bytes, at, end) =>
    this.#dispatch(bytes, at, end),
  );
  /** When bytes came, or somebody began to wait for them. */
  #heard = 0;

  constructor(
    readonly socket: Socket,
    readonly key: BackendKey,
    /** How the connection is encrypted; a second one for a cancel request is made in the same way. */
    readonly tls: TlsOptions,
    /** What the server has said of itself: `server_version`, `server_encoding`, `TimeZone`. */
    readonly parameters: Map<string, string>,
  ) {
    this.checksClient = Number.parseInt(parameters.get("server_version") ?? "", 10) >= 14;
    socket.removeAllListeners("data");
    socket.on("data", (chunk: Buffer) => this.#receive(chunk));
    socket.on("error", (error) => this.destroy(error));
    socket.on("close", () => this.destroy(new ConnectionLost("the server closed the connection")));
  }

  send(...messages: readonly Buffer[]): void {
    this.socket.write(messages.length === 1 && messages[0] ? messages[0] : Buffer.concat(messages));
  }

  /** The next event; rejects when the connection is lost or destroyed, and in place of a row that cannot be decoded. */
  async next(): Promise<SessionEvent> {
    this.#heard = performance.now();
    const event = await this.#inbox.next();
    if (this.#inbox.length < MOST_WAITING && this.socket.isPaused()) this.socket.resume();
    if (isUndecodable(event)) throw event.error;
    return event;
  }

  /** Whether text may hold bytes that are not valid UTF-8, because the database does not check what it is given. */
  get keepsAnyBytes(): boolean {
    return this.parameters.get("server_encoding") === "SQL_ASCII";
  }

  /** Whether the server has sent something that nobody has read. */
  get hasUnread(): boolean {
    return this.#inbox.length > 0;
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
    this.socket.end(TERMINATE);
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

  #dispatch(bytes: Buffer, at: number, end: number): void {
    if (bytes[at] === DATA_ROW && this.onRow) {
      this.#decode(this.onRow, bytes, at + HEADER, end);
      return;
    }
    const type = bytes.toString("latin1", at, at + 1);
    if (type === NOTICE || type === NOTIFICATION) return;
    // A copy, since the chunk's memory is the socket's.
    const body = Buffer.from(bytes.subarray(at + HEADER, end));
    if (type === PARAMETER_STATUS) {
      const [name = "", value = ""] = body.toString("utf8").split("\0");
      this.parameters.set(name, value);
    } else {
      this.#inbox.push({ type, body });
    }
  }

  /** After a row that cannot be decoded the others are let go by. */
  #decode(onRow: RowHandler, bytes: Buffer, start: number, end: number): void {
    try {
      const batch = onRow(bytes, start, end);
      if (batch) this.#inbox.push({ type: "batch", batch });
    } catch (error) {
      this.onRow = () => undefined;
      this.#inbox.push({ type: "undecodable", error });
    }
  }
}

function sizeAt(bytes: Buffer, at: number): number {
  const size = 1 + bytes.readUInt32BE(at + 1);
  if (size < HEADER) throw new ConnectionLost("the server does not speak the protocol");
  return size;
}

function isUndecodable(event: SessionEvent | Undecodable): event is Undecodable {
  return event.type === "undecodable";
}

/** The connection ended without a word that explains it. */
export class ConnectionLost extends Error {
  override readonly name = "ConnectionLost";
}
