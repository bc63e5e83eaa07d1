import type { Socket } from "node:net";
import type { Batch } from "../../rows/batch.js";
import { ProtocolSurprise } from "../server/refusal.js";
import { SocketSession } from "../server/server-session.js";
import type { TextRow } from "../server/server-type.js";
import type { TlsOptions } from "../server/tls.js";
import { flavourOf, type Flavour } from "./flavour.js";
import { Conversation, type Question } from "./wire/conversation.js";
import {
  isFatal,
  readError,
  readRowDescription,
  readTextRow,
  TERMINATE,
  type Field,
  type ServerError,
} from "./wire/messages.js";

/** What a statement hears of: the server's answers, and batches in their place between them. */
export type SessionEvent =
  | { readonly type: "columns"; readonly fields: readonly Field[] }
  | { readonly type: "no-columns" }
  | { readonly type: "row"; readonly values: TextRow }
  | { readonly type: "batch"; readonly batch: Batch }
  | { readonly type: "refused"; readonly error: ServerError }
  /** `status` is the state of the transaction, as a letter's number. */
  | { readonly type: "ready"; readonly status: number | undefined };

/** Decodes the body of one DataRow, which is `bytes[start..end)`; finished batches come back. */
export type RowHandler = (bytes: Buffer, start: number, end: number) => Batch | undefined;

/** Decodes many DataRows from `at` on, as far as it can, and says where the rest begins. */
export type RowsHandler = (
  bytes: Buffer,
  at: number,
) => { readonly at: number; readonly batch?: Batch };

/** Names the session to the server when its statement is to be cancelled. */
export interface BackendKey {
  readonly processId: number;
  readonly secretKey: number;
}

const DATA_ROW = 0x44;
const HEADER = 5;
/** No server sends a longer message. */
const MOST_BYTES = 2 ** 30;
const NOTICE = "N";
const NOTIFICATION = "A";
const PARAMETER_STATUS = "S";
const ERROR = "E";

/** One connection to a server. */
export class Session extends SocketSession<SessionEvent> {
  /** Takes the rows of the statement that was described; without it they are let go by. */
  onRow: RowHandler | undefined;
  /** Takes as many of them at once as it can, before `onRow` gets the next. */
  onRows: RowsHandler | undefined;
  readonly #conversation = new Conversation();
  /** Whether the statements that open a transaction are sent one by one. */
  opensSeparately = false;
  /** Those of them that the server refused, and that can be left out. */
  readonly leftOut = new Set<string>();
  /** False when it has refused to tell what its times are. */
  tellsTimes: boolean;
  readonly flavour: Flavour;
  /**
   * Whether nothing can be asked after a statement with rows: QuestDB answers the next ROLLBACK
   * with them once more when its reader was slow.
   */
  readonly singleUse: boolean;

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
    this.singleUse = parameters.has("questdb_version");
    this.tellsTimes = this.singleUse;
  }

  /** Sends messages; `questions` are what the server has to answer to them. */
  send(questions: readonly Question[], ...messages: readonly Buffer[]): void {
    this.#conversation.ask(...questions);
    this.socket.write(messages.length === 1 && messages[0] ? messages[0] : Buffer.concat(messages));
  }

  /** Whether the server owes an answer, or has said something that nobody has read. */
  override get hasUnread(): boolean {
    return this.#conversation.isOpen || super.hasUnread;
  }

  /** Major version, as far as it is a number. */
  get version(): number {
    return Number.parseInt(this.parameters.get("server_version") ?? "", 10);
  }

  /** Whether text may hold bytes that are not valid UTF-8: the database does not check its text. */
  get keepsAnyBytes(): boolean {
    return this.parameters.get("server_encoding") === "SQL_ASCII";
  }

  protected override take(bytes: Buffer, at: number, end: number): void {
    if (bytes[at] === DATA_ROW && this.#conversation.expectsRow) {
      if (this.onRow) this.#decode(this.onRow, bytes, at + HEADER, end);
      return;
    }
    const letter = bytes.toString("latin1", at, at + 1);
    if (letter === NOTICE || letter === NOTIFICATION) return;
    const event = this.#read(letter, bytes.subarray(at + HEADER, end));
    if (event) this.push(event);
  }

  protected override takeMany(bytes: Buffer, start: number): number {
    let at = start;
    while (this.onRows && bytes[at] === DATA_ROW && this.#conversation.expectsRow) {
      const { at: next, batch } = this.onRows(bytes, at);
      if (batch) this.push({ type: "batch", batch });
      else if (next === at) break;
      at = next;
    }
    return at;
  }

  #read(letter: string, body: Buffer): SessionEvent | undefined {
    if (letter === PARAMETER_STATUS) {
      const [name = "", value = ""] = body.toString("utf8").split("\0");
      this.parameters.set(name, value);
      return undefined;
    }
    if (letter === ERROR) {
      const error = readError(body);
      // Why it ends the connection a server may say at any time.
      if (!isFatal(error)) this.#conversation.take(letter);
      return { type: "refused", error };
    }
    this.#conversation.take(letter);
    switch (letter) {
      case "T":
        return { type: "columns", fields: readRowDescription(body) };
      case "n":
        return { type: "no-columns" };
      case "D":
        return { type: "row", values: readTextRow(body) };
      case "Z":
        return { type: "ready", status: body[0] };
      default:
        return undefined;
    }
  }

  /** After a row that cannot be decoded the others are let go by. */
  #decode(onRow: RowHandler, bytes: Buffer, start: number, end: number): void {
    try {
      const batch = onRow(bytes, start, end);
      if (batch) this.push({ type: "batch", batch });
    } catch (error) {
      this.onRow = () => undefined;
      this.onRows = undefined;
      this.pushError(error);
    }
  }
}

function sizeAt(bytes: Buffer, at: number): number {
  const size = 1 + bytes.readUInt32BE(at + 1);
  if (size < HEADER || size > MOST_BYTES)
    throw new ProtocolSurprise("it does not speak PostgreSQL's protocol");
  return size;
}
