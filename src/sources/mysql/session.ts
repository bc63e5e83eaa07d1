import type { Socket } from "node:net";
import { ProtocolSurprise, RefusedByServer } from "../server/refusal.js";
import { SocketSession } from "../server/server-session.js";
import type { Exchange, ExchangeEvent } from "./wire/exchange.js";
import { ERROR, MOST_IN_PACKET, QUIT, readError } from "./wire/packets.js";
import { zoneOf, type Zone } from "../server/zone.js";

/** What the server says of itself at the login. */
export interface ServerFacts {
  /** Number by which the server knows the connection. */
  readonly threadId: number;
  readonly version: string;
  readonly mariadb: boolean;
  /** Whether columns come with MariaDB's own description of their types. */
  readonly extendedColumns: boolean;
}

const HEADER = 4;
/** No server sends more in one go: it is the highest `max_allowed_packet`. */
const MOST_BYTES = 2 ** 30 + MOST_IN_PACKET;

/** One connection to a server. */
export class Session extends SocketSession<ExchangeEvent> {
  /** In which the server writes TIMESTAMP values; set by `begin`. */
  zone: Zone = zoneOf(undefined);
  /** Whether settings are sent one by one. */
  setsSeparately = false;
  /** Settings that the server refused, and that can be left out. */
  readonly leftOut = new Set<string>();
  #exchange: Exchange | undefined;
  /** Number that the server's next packet must bear: packets of one command and answer are counted. */
  #sequence = 0;
  /** Payloads of a message that goes on in the next packet. */
  #parts: Buffer[] = [];

  constructor(
    socket: Socket,
    readonly server: ServerFacts,
  ) {
    super(socket, { header: HEADER, sizeAt, goodbye: QUIT });
  }

  /**
   * Sends one command; its answer, as `exchange` reads it, follows as events. The one before must
   * have ended.
   */
  start(command: Buffer, exchange: Exchange): void {
    this.#exchange = exchange;
    // The packets of the command are counted first.
    this.#sequence = (Math.floor(command.length / (MOST_IN_PACKET + HEADER)) + 1) & 0xff;
    this.socket.write(command);
  }

  /** Whether the server has more to say, or has said something that nobody has read. */
  override get hasUnread(): boolean {
    return this.#exchange !== undefined || super.hasUnread;
  }

  protected override take(bytes: Buffer, at: number, end: number): void {
    const start = at + HEADER;
    this.#count(bytes[at + HEADER - 1], bytes[start]);
    if (end - start === MOST_IN_PACKET || this.#parts.length > 0) {
      this.#join(bytes.subarray(start, end));
    } else this.#dispatch(bytes, start, end);
  }

  /** A server says why it ends the connection at any time, and counts from where it likes. */
  #count(sequence: number | undefined, first: number | undefined): void {
    if (sequence !== this.#sequence && this.#exchange && first !== ERROR) {
      throw new ProtocolSurprise("a packet is not the next one of the answer");
    }
    this.#sequence = (this.#sequence + 1) & 0xff;
  }

  #join(part: Buffer): void {
    this.#parts.push(part);
    if (part.length === MOST_IN_PACKET) {
      if (this.#parts.length * MOST_IN_PACKET > MOST_BYTES) {
        throw new ProtocolSurprise("it sends more than the protocol allows");
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
        ? new RefusedByServer(readError(bytes.subarray(start, end)))
        : new ProtocolSurprise("it sent a packet where nothing was asked of it");
    }
    try {
      const event = exchange.take(bytes, start, end);
      if (exchange.ended) this.#exchange = undefined;
      if (event) this.push(event);
    } catch (error) {
      // What still comes is let go by; whoever reads ends the session.
      this.#exchange = { ended: false, take: () => undefined };
      this.pushError(error);
    }
  }
}

function sizeAt(bytes: Buffer, at: number): number {
  return HEADER + ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16));
}
