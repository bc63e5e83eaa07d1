import type { Socket } from "node:net";
import type { Batch } from "../../rows/batch.js";
import { ConnectionLost } from "../server/refusal.js";
import { SocketSession } from "../server/server-session.js";
import type { TlsOptions } from "../server/tls.js";
import { flavourOf, type Flavour } from "./flavour.js";
import { TERMINATE, type Message } from "./wire/messages.js";

/** What a statement hears of: the server's messages, and batches in their place between them. */
export type SessionEvent = Message | { readonly type: "batch"; readonly batch: Batch };

/** Decodes the body of one DataRow, which is `bytes[start..end)`; finished batches come back. */
export type RowHandler = (bytes: Buffer, start: number, end: number) => Batch | undefined;

/** Names the session to the server when its statement is to be cancelled. */
export interface BackendKey {
  readonly processId: number;
  readonly secretKey: number;
}

const DATA_ROW = 0x44;
const HEADER = 5;
const NOTICE = "N";
const NOTIFICATION = "A";
const PARAMETER_STATUS = "S";

/** One connection to a server. */
export class Session extends SocketSession<SessionEvent> {
  /** Set when rows are decoded; without it DataRow messages arrive as events. */
  onRow: RowHandler | undefined;
  /**
   * Whether the server can be told to look, while it works for a statement, if we are still there.
   */
  checksClient: boolean;
  readonly flavour: Flavour;

  constructor(
    socket: Socket,
    readonly key: BackendKey,
    /**
     * How the connection is encrypted; a second one for a cancel request is made in the same way.
     */
    readonly tls: TlsOptions,
    /** What the server has said of itself: `server_version`, `server_encoding`, `TimeZone`. */
    readonly parameters: Map<string, string>,
  ) {
    super(socket, { header: HEADER, sizeAt, goodbye: TERMINATE });
    this.flavour = flavourOf(parameters);
    this.checksClient = Number.parseInt(parameters.get("server_version") ?? "", 10) >= 14;
  }

  send(...messages: readonly Buffer[]): void {
    this.socket.write(messages.length === 1 && messages[0] ? messages[0] : Buffer.concat(messages));
  }

  /** Whether text may hold bytes that are not valid UTF-8: the database does not check its text. */
  get keepsAnyBytes(): boolean {
    return this.parameters.get("server_encoding") === "SQL_ASCII";
  }

  protected override take(bytes: Buffer, at: number, end: number): void {
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
    } else this.push({ type, body });
  }

  /** After a row that cannot be decoded the others are let go by. */
  #decode(onRow: RowHandler, bytes: Buffer, start: number, end: number): void {
    try {
      const batch = onRow(bytes, start, end);
      if (batch) this.push({ type: "batch", batch });
    } catch (error) {
      this.onRow = () => undefined;
      this.pushError(error);
    }
  }
}

export function isMessage(event: SessionEvent): event is Message {
  return event.type !== "batch";
}

function sizeAt(bytes: Buffer, at: number): number {
  const size = 1 + bytes.readUInt32BE(at + 1);
  if (size < HEADER) throw new ConnectionLost("the server does not speak the protocol");
  return size;
}
