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
    /** Called with the columns before the first row; undefined lets the rows go by. */
    private readonly onColumns: (fields: readonly Field[]) => RowSink | undefined,
  ) {}

  take(bytes: Buffer, start: number, end: number): ExchangeEvent | undefined {
    if (this.#sink) return this.#row(this.#sink, bytes, start, end);
    const first = bytes[start];
    if (first === ERROR) return this.#refused(bytes, start, end);
    if (this.#columns === undefined) return this.#header(bytes, start);
    if (this.#fields.length < this.#columns) {
      this.#fields.push(readField(bytes, start, this.extended));
      return undefined;
    }
    if (!isEof(bytes, start, end)) throw new RangeError("the columns do not end");
    this.#sink = this.onColumns(this.#fields) ?? NOWHERE;
    return { type: "columns", fields: this.#fields };
  }

  #header(bytes: Buffer, start: number): ExchangeEvent | undefined {
    switch (bytes[start]) {
      case OK:
        this.ended = true;
        return { type: "end", ending: readOk(bytes, start) };
      case LOCAL_INFILE:
        throw new RangeError("the server asks for a file of this machine, which it does not get");
      default:
        this.#columns = readCount(bytes, start);
        return undefined;
    }
  }

  #row(sink: RowSink, bytes: Buffer, start: number, end: number): ExchangeEvent | undefined {
    const first = bytes[start];
    if (isEof(bytes, start, end)) {
      this.ended = true;
      return { type: "end", ending: readEof(bytes, start) };
    }
    if (first === ERROR) return this.#refused(bytes, start, end);
    const batch = sink.add(bytes, start, end);
    return batch && { type: "batch", batch };
  }

  #refused(bytes: Buffer, start: number, end: number): ExchangeEvent {
    this.ended = true;
    return { type: "refused", refusal: readError(bytes, start, end) };
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
    if (bytes[start] === ERROR) {
      this.ended = true;
      return { type: "refused", refusal: readError(bytes, start, end) };
    }
    const header = this.#header;
    if (!header) return this.#begin(readStatementHeader(bytes, start));
    if (this.#skip > 0) {
      this.#skip -= 1;
      return this.#skip === 0 && header.columns === 0 ? this.#end(header) : undefined;
    }
    if (this.#fields.length < header.columns) {
      this.#fields.push(readField(bytes, start, this.extended));
      return undefined;
    }
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
