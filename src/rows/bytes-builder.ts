import type { LogicalType } from "../contract/logical-type.js";
import { BATCH_BYTES, type BatchColumn } from "./batch.js";
import { NullableBuilder } from "./nullable-builder.js";

const FIRST_BYTES = 1 << 14;
/** Below these lengths a loop in JavaScript beats the call into the runtime. */
const SHORT_TEXT = 64;
const SHORT_BYTES = 96;

const NOTHING = new Uint8Array(0);

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

/** Text, and everything that travels as text or as bytes. */
export class BytesBuilder extends NullableBuilder {
  readonly layout = "bytes";
  /** Bytes used so far. */
  bytes = 0;
  #offsets: Int32Array;
  #heap: Buffer = Buffer.allocUnsafeSlow(FIRST_BYTES);
  #heapView = viewOf(this.#heap);
  /** What was copied from last, and a view of it: values come many from one. */
  #source: Uint8Array = NOTHING;
  #sourceView = viewOf(this.#source);

  constructor(type: LogicalType, capacity: number) {
    super(type, capacity);
    this.#offsets = new Int32Array(capacity + 1);
  }

  appendNull(): void {
    this.markNull(this.#next());
  }

  /** Unpaired surrogates become U+FFFD. */
  appendText(value: string): void {
    const { length } = value;
    this.#reserve(length * 3);
    if (length > SHORT_TEXT || !this.#appendAscii(value)) {
      this.bytes += this.#heap.write(value, this.bytes, "utf8");
    }
    this.#next();
  }

  /** Copies `source[start..end)`. */
  appendBytes(source: Uint8Array, start = 0, end = source.length): void {
    const length = end - start;
    this.#reserve(length);
    if (length > SHORT_BYTES) {
      this.#heap.set(source.subarray(start, end), this.bytes);
    } else this.#copyShort(source, start, length);
    this.bytes += length;
    this.#next();
  }

  /** Four bytes at a time, then the rest. */
  #copyShort(source: Uint8Array, start: number, length: number): void {
    if (source !== this.#source) {
      this.#source = source;
      this.#sourceView = viewOf(source);
    }
    const from = this.#sourceView;
    const to = this.#heapView;
    const { bytes } = this;
    const words = length & ~3;
    for (let i = 0; i < words; i += 4) to.setUint32(bytes + i, from.getUint32(start + i));
    for (let i = words; i < length; i++) to.setUint8(bytes + i, from.getUint8(start + i));
  }

  /**
   * Rows that lie one after the other in `heap`, the first at its beginning: where each ends. `nulls`
   * has a byte for each, which is 1 for NULL.
   */
  appendMany(heap: Uint8Array, ends: Uint32Array, nulls?: Uint8Array): void {
    const first = this.rows;
    const rows = ends.length;
    this.#reserve(heap.length);
    while (first + rows > this.capacity) this.#grow();
    this.#heap.set(heap, this.bytes);
    for (let row = 0; row < rows; row++) {
      this.#offsets[first + row + 1] = this.bytes + (ends[row] ?? 0);
    }
    this.bytes += heap.length;
    this.rows += rows;
    if (nulls) this.markNulls(first, nulls);
  }

  /** What is written so far; valid until the next call. */
  get written(): Buffer {
    return this.#heap.subarray(0, this.bytes);
  }

  finish(): BatchColumn {
    const column: BatchColumn = {
      type: this.type,
      layout: "bytes",
      validity: this.takeValidity(),
      offsets: this.#offsets.slice(0, this.rows + 1),
      bytes: new Uint8Array(this.written),
    };
    this.rows = 0;
    this.bytes = 0;
    if (this.#heap.length > 4 * BATCH_BYTES) this.#setHeap(Buffer.allocUnsafeSlow(FIRST_BYTES));
    this.#source = NOTHING;
    return column;
  }

  /** False, with nothing counted, when a character is not ASCII. */
  #appendAscii(value: string): boolean {
    const heap = this.#heap;
    const start = this.bytes;
    for (let i = 0; i < value.length; i++) {
      const code = value.charCodeAt(i);
      if (code > 127) return false;
      heap[start + i] = code;
    }
    this.bytes = start + value.length;
    return true;
  }

  /** Ends the current row at `bytes`. */
  #next(): number {
    if (this.rows === this.capacity) this.#grow();
    this.#offsets[this.rows + 1] = this.bytes;
    return this.rows++;
  }

  #grow(): void {
    this.capacity = Math.max(16, this.capacity * 2);
    const offsets = new Int32Array(this.capacity + 1);
    offsets.set(this.#offsets);
    this.#offsets = offsets;
    this.growValidity();
  }

  #reserve(length: number): void {
    const needed = this.bytes + length;
    if (needed <= this.#heap.length) return;
    let size = this.#heap.length * 2;
    while (size < needed) size *= 2;
    const heap = Buffer.allocUnsafeSlow(size);
    heap.set(this.written);
    this.#setHeap(heap);
  }

  #setHeap(heap: Buffer): void {
    this.#heap = heap;
    this.#heapView = viewOf(heap);
  }
}
