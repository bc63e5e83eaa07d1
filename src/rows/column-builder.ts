/**
 * Rows become batches here: one builder per column, values appended row by row, `finish` hands out
 * the column. Decoders that know the layout may write into a builder's arrays themselves instead of
 * calling the append methods.
 */
import type { LogicalType } from "../contract/logical-type.js";
import {
  BATCH_ROWS,
  LAYOUT_BYTES,
  layoutOf,
  type Batch,
  type BatchColumn,
  type FixedLayout,
} from "./batch.js";

/**
 * A batch is handed out at {@link BATCH_ROWS} rows, or earlier when its text and bytes pass this
 * size.
 */
export const BATCH_BYTES = 8 * 1024 * 1024;

export type ColumnBuilder = FixedBuilder | BytesBuilder;

/** A builder for the layout of `type`. It grows beyond `capacity`, at the price of a copy. */
export function createColumnBuilder(type: LogicalType, capacity = BATCH_ROWS): ColumnBuilder {
  const layout = layoutOf(type);
  return layout === "bytes"
    ? new BytesBuilder(type, capacity)
    : new FixedBuilder(type, layout, capacity);
}

/** The rows appended so far; all builders are empty afterwards. */
export function finishBatch(builders: readonly ColumnBuilder[], rows: number): Batch {
  return { rows, columns: builders.map((builder) => builder.finish()) };
}

/** What both layouts share: the count of rows and the NULLs. */
abstract class NullableBuilder {
  rows = 0;
  protected validity: Uint8Array | null = null;

  constructor(
    readonly type: LogicalType,
    protected capacity: number,
  ) {}

  /** Marks a row as NULL; its place in the values must be skipped by the caller. */
  protected markNull(row: number): void {
    this.validity ??= new Uint8Array((this.capacity + 7) >> 3).fill(255);
    // The index is below the capacity, so that the byte exists.
    this.validity[row >> 3] = (this.validity[row >> 3] ?? 255) & ~(1 << (row & 7));
  }

  protected growValidity(): void {
    if (!this.validity) return;
    const grown = new Uint8Array((this.capacity + 7) >> 3).fill(255);
    grown.set(this.validity);
    this.validity = grown;
  }

  protected takeValidity(): Uint8Array | null {
    const taken = this.validity?.slice(0, (this.rows + 7) >> 3) ?? null;
    this.validity = null;
    return taken;
  }
}

/**
 * Numbers, booleans, dates, times and decimals with precision. All arrays are views of one buffer;
 * those that are wider or narrower than the values are empty, but for `u8`, and the halves of wide
 * ones in `i32` and `u32`.
 */
export class FixedBuilder extends NullableBuilder {
  u8 = new Uint8Array(0);
  i16 = new Int16Array(0);
  i32 = new Int32Array(0);
  u32 = new Uint32Array(0);
  i64 = new BigInt64Array(0);
  f32 = new Float32Array(0);
  f64 = new Float64Array(0);
  readonly width: number;
  #buffer = new ArrayBuffer(0);

  constructor(
    type: LogicalType,
    readonly layout: FixedLayout,
    capacity: number,
  ) {
    super(type, capacity);
    this.width = LAYOUT_BYTES[layout];
    this.#allocate();
  }

  /** Bytes of the values so far. */
  get bytes(): number {
    return this.rows * this.width;
  }

  appendNull(): void {
    this.markNull(this.next());
  }

  /**
   * A number in the column's own unit: days, microseconds, unscaled decimal, 0 or 1. It must be a
   * safe integer where the layout holds integers.
   */
  appendNumber(value: number): void {
    const row = this.next();
    switch (this.layout) {
      case "bool":
      case "int8":
      case "uint8":
        this.u8[row] = value;
        return;
      case "int16":
      case "uint16":
        this.i16[row] = value;
        return;
      case "int32":
      case "uint32":
        this.i32[row] = value;
        return;
      case "int64":
      case "uint64":
        this.u32[2 * row] = value;
        this.i32[2 * row + 1] = Math.floor(value / 0x1_0000_0000);
        return;
      case "int128":
        this.i64[2 * row] = BigInt(value);
        this.i64[2 * row + 1] = value < 0 ? -1n : 0n;
        return;
      case "float32":
        this.f32[row] = value;
        return;
      case "float64":
        this.f64[row] = value;
    }
  }

  /** As {@link appendNumber}, for whole numbers of any size that the layout holds. */
  appendBigInt(value: bigint): void {
    if (this.layout === "int128") {
      const row = this.next();
      this.i64[2 * row] = value;
      this.i64[2 * row + 1] = value >> 64n;
    } else if (this.width === 8 && this.layout !== "float64") {
      this.i64[this.next()] = value;
    } else {
      this.appendNumber(Number(value));
    }
  }

  /** The place of the next row, which the caller fills. */
  next(): number {
    if (this.rows === this.capacity) this.#grow();
    return this.rows++;
  }

  finish(): BatchColumn {
    const size = this.rows * this.width;
    const whole = size === this.#buffer.byteLength;
    const column: BatchColumn = {
      type: this.type,
      layout: this.layout,
      validity: this.takeValidity(),
      values: whole ? this.#buffer : this.#buffer.slice(0, size),
    };
    if (whole) this.#allocate();
    this.rows = 0;
    return column;
  }

  #grow(): void {
    const old = this.u8;
    this.capacity = Math.max(16, this.capacity * 2);
    this.#allocate();
    this.u8.set(old);
    this.growValidity();
  }

  #allocate(): void {
    const buffer = new ArrayBuffer(this.capacity * this.width);
    this.#buffer = buffer;
    this.u8 = new Uint8Array(buffer);
    if (this.width === 2) this.i16 = new Int16Array(buffer);
    if (this.width === 4) this.f32 = new Float32Array(buffer);
    if (this.width >= 4) {
      this.i32 = new Int32Array(buffer);
      this.u32 = new Uint32Array(buffer);
    }
    if (this.width >= 8) {
      this.i64 = new BigInt64Array(buffer);
      this.f64 = new Float64Array(buffer);
    }
  }
}

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
