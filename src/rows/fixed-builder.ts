import type { LogicalType } from "../contract/logical-type.js";
import { LAYOUT_BYTES, type BatchColumn, type FixedLayout } from "./batch.js";
import { NullableBuilder } from "./nullable-builder.js";

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

  /**
   * As many rows as `values` holds, back to back; `nulls` has a byte for each, which is 1 for NULL.
   */
  appendMany(values: Uint8Array, nulls?: Uint8Array): void {
    const first = this.rows;
    const rows = values.length / this.width;
    while (first + rows > this.capacity) this.#grow();
    this.u8.set(values, first * this.width);
    this.rows += rows;
    if (nulls) this.markNulls(first, nulls);
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
