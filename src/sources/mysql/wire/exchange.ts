/**
 * Reads the answer to one command, packet by packet, in the moment in which it arrives:
 *
 *   prepare:  header ─ parameters, EOF ─ columns, EOF
 *   execute:  count ─ columns, EOF ─ rows ─ EOF        or OK, or an error
 */
import type { Batch } from "../../../rows/batch.js";
import type { Refusal } from "../../server/refusal.js";
import {
  ERROR,
  isEof,
  LOCAL_INFILE,
  OK,
  readCount,
  readEof,
  readError,
  readField,
  readOk,
  readStatementHeader,
  type Ending,
  type Field,
  type StatementHeader,
} from "./packets.js";

/** What the reader of an answer hears. */
export type ExchangeEvent =
  | { readonly type: "statement"; readonly header: StatementHeader; readonly fields: Field[] }
  | { readonly type: "columns"; readonly fields: Field[] }
  | { readonly type: "batch"; readonly batch: Batch }
  | { readonly type: "end"; readonly ending: Ending }
  | { readonly type: "refused"; readonly refusal: Refusal };

export interface Exchange {
  /** Set when the answer is complete. */
  readonly ended: boolean;
  /**
   * Takes the next packet, `bytes[start..end)` without its header, and returns what it completes.
   * Throws where the server does not keep to the protocol, or a row cannot be decoded.
   */
  take(bytes: Buffer, start: number, end: number): ExchangeEvent | undefined;
}

/** Takes the body of one row; a batch comes back when it is full. */
export interface RowSink {
  add(bytes: Buffer, start: number, end: number): Batch | undefined;
}

/** The answer to a statement that is run. */
export class ResultExchange implements Exchange {
  ended = false;
  #columns: number | undefined;
  readonly #fields: Field[] = [];
  #sink: RowSink | undefined;

  constructor(
    private readonly extended: boolean,
    /**
     * Called with the columns before the first row; undefined lets the rows go by. Where it is
     * absent, an answer with rows is none.
     */
    private readonly onColumns?: (fields: readonly Field[]) => RowSink | undefined,
  ) {}

  take(bytes: Buffer, start: number, end: number): ExchangeEvent | undefined {
    const first = bytes[start];
    if (this.#sink && first !== ERROR && !isEof(bytes, start, end)) {
      const batch = this.#sink.add(bytes, start, end);
      return batch && { type: "batch", batch };
    }
    const packet = bytes.subarray(start, end);
    if (first === ERROR) {
      this.ended = true;
      return { type: "refused", refusal: readError(packet) };
    }
    if (this.#sink) return this.#end(readEof(packet));
    if (this.#columns === undefined) return this.#header(packet);
    if (this.#fields.length < this.#columns) {
      this.#fields.push(readField(packet, this.extended));
      return undefined;
    }
    if (!isEof(bytes, start, end)) throw new RangeError("the columns do not end");
    this.#sink = this.onColumns?.(this.#fields) ?? NOWHERE;
    return { type: "columns", fields: this.#fields };
  }

  #header(packet: Buffer): ExchangeEvent | undefined {
    switch (packet[0]) {
      case OK:
        return this.#end(readOk(packet));
      case LOCAL_INFILE:
        throw new RangeError("it asks for a file of this machine, which it does not get");
      default:
        if (!this.onColumns) throw new RangeError("it sent rows where none were asked for");
        this.#columns = readCount(packet);
        return undefined;
    }
  }

  #end(ending: Ending): ExchangeEvent {
    if (ending.more) throw new RangeError("it announces a second result where one was asked for");
    this.ended = true;
    return { type: "end", ending };
  }
}

const NOWHERE: RowSink = { add: () => undefined };

/** The answer to a statement that is only parsed. */
export class PrepareExchange implements Exchange {
  ended = false;
  #header: StatementHeader | undefined;
  readonly #fields: Field[] = [];
  /** Packets of parameters that are still to come, their end included. */
  #skip = 0;

  constructor(private readonly extended: boolean) {}

  take(bytes: Buffer, start: number, end: number): ExchangeEvent | undefined {
    const packet = bytes.subarray(start, end);
    if (packet[0] === ERROR) {
      this.ended = true;
      return { type: "refused", refusal: readError(packet) };
    }
    const header = this.#header;
    if (!header) return this.#begin(readStatementHeader(packet));
    if (this.#skip > 0) {
      this.#skip -= 1;
      if (this.#skip > 0) return undefined;
      if (!isEof(bytes, start, end)) throw new RangeError("the parameters do not end");
      return header.columns === 0 ? this.#end(header) : undefined;
    }
    if (this.#fields.length < header.columns) {
      this.#fields.push(readField(packet, this.extended));
      return undefined;
    }
    if (!isEof(bytes, start, end)) throw new RangeError("the columns do not end");
    return this.#end(header);
  }

  #begin(header: StatementHeader): ExchangeEvent | undefined {
    this.#header = header;
    this.#skip = header.parameters > 0 ? header.parameters + 1 : 0;
    return header.columns === 0 && this.#skip === 0 ? this.#end(header) : undefined;
  }

  #end(header: StatementHeader): ExchangeEvent {
    this.ended = true;
    return { type: "statement", header, fields: this.#fields };
  }
}
