/**
 * Values of a result's row where SQLite keeps them: structures of one size, one after the other. A
 * call for each value, its kind and its length costs more than all else together. The places below
 * are those of the one build that comes along; `keepsValuesAsKnown` compares them with what SQLite
 * says itself before anything is read.
 */
import type { SqliteValue } from "../types.js";
import type { Memory } from "../../web-assembly.js";

/** Bytes of one value's structure, which begins with an integer or real. */
export const VALUE_BYTES = 40;
/** Of a text or blob, in 32-bit words from there. */
export const START_WORD = 8 / 4;
export const LENGTH_WORD = 12 / 4;
/** In 16-bit halves of these. */
export const FLAGS_HALF = 16 / 2;

/** Flags. A value may have several; the order is the one in which SQLite asks for them. */
export const NULL = 0x1;
export const INTEGER = 0x4;
export const REAL = 0x8;
/** A real that is kept as an integer. */
const WHOLE_REAL = 0x20;
export const TEXT = 0x2;
export const BLOB = 0x10;
/** A blob that goes on with zeros, which are not there. */
const ZEROS = 0x400;

/** Views of SQLite's memory, which are made anew when it has grown. */
export class SqliteMemory {
  bytes = new Uint8Array(0);
  words = new Uint32Array(0);
  halves = new Uint16Array(0);

  constructor(private readonly memory: Memory) {}

  /** To be called after every call of SQLite that may take memory. */
  refresh(): void {
    if (this.bytes.byteLength > 0) return;
    const { buffer } = this.memory;
    this.bytes = new Uint8Array(buffer);
    this.words = new Uint32Array(buffer);
    this.halves = new Uint16Array(buffer);
  }

  /** A text that ends at the first NUL. */
  text(at: number): string {
    this.refresh();
    const end = this.bytes.indexOf(0, at);
    return Buffer.from(this.bytes.buffer, at, end - at).toString("utf8");
  }

  /** Bytes that are not UTF-8 are U+FFFD in texts. */
  value(at: number): SqliteValue {
    const flags = this.halves[(at >> 1) + FLAGS_HALF] ?? 0;
    const view = new DataView(this.bytes.buffer, at, 8);
    if (flags & NULL) return null;
    if (flags & INTEGER) return view.getBigInt64(0, true);
    if (flags & REAL) return view.getFloat64(0, true);
    if (flags & WHOLE_REAL) return Number(view.getBigInt64(0, true));
    if (flags & ZEROS) throw new Error("SQLite has put off the zeros of a blob");
    const start = this.words[(at >> 2) + START_WORD] ?? 0;
    const part = Buffer.from(this.bytes.buffer, start, this.words[(at >> 2) + LENGTH_WORD] ?? 0);
    return flags & TEXT ? part.toString("utf8") : new Uint8Array(part);
  }
}
