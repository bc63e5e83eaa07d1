/** Binary values of PostgreSQL into column builders. All numbers on the wire are big-endian. */
import { decimalParts } from "../../../contract/logical-type.js";
import { DATE_INFINITY } from "../../../rows/batch.js";
import type { BytesBuilder } from "../../../rows/bytes-builder.js";
import type { ColumnBuilder } from "../../../rows/column-builder.js";
import type { FixedBuilder } from "../../../rows/fixed-builder.js";
import { Unrepresentable } from "../../server/unrepresentable.js";
import { arrayToJson } from "./array-text.js";
import { numericDecoder } from "./numeric.js";
import type { DecoderName, WireType } from "./types.js";

/**
 * Appends the value `bytes[at..at+length)`. Throws {@link Unrepresentable} before anything is
 * appended. `view` shows the same bytes: V8 reads a number from it in one instruction.
 */
export type Decoder<Builder = ColumnBuilder> = (
  column: Builder,
  view: DataView,
  at: number,
  length: number,
  bytes: Buffer,
) => void;

/** The decoder of a column. It fits the builder that `createColumnBuilder(type.logical)` makes. */
export function decoderOf(type: WireType): Decoder {
  // A type's logical layout decides its builder, and its decoder was chosen for that layout in
  // `types.ts`.
  return create(type) as Decoder;
}

/** Bytes of a value, where all values of a decoder have as many. */
export const WIDTHS: Readonly<Partial<Record<DecoderName, number>>> = {
  bool: 1,
  int16: 2,
  int32: 4,
  int64: 8,
  float32: 4,
  float64: 8,
  date: 4,
  time: 8,
  timestamp: 8,
};

function create(type: WireType): Decoder<never> {
  if (type.decoder === "numeric") {
    const { precision, scale } = decimalParts(type.logical) ?? { precision: 38, scale: 0 };
    return numericDecoder(precision, scale);
  }
  if (type.decoder === "array") return arrayDecoder(type);
  return SIMPLE[type.decoder];
}

function arrayDecoder({ elements = "string" }: WireType): Decoder<BytesBuilder> {
  return (column, _, at, length, bytes) =>
    column.appendText(arrayToJson(bytes.toString("utf8", at, at + length), elements));
}

const copy: Decoder<BytesBuilder> = (column, _, at, length, bytes) =>
  column.appendBytes(bytes, at, at + length);

const SIMPLE = {
  bool: (column: FixedBuilder, view: DataView, at: number) => {
    const value = view.getUint8(at);
    if (value > 1) throw new RangeError("a bool is neither 0 nor 1");
    column.u8[column.next()] = value;
  },
  int16: (column: FixedBuilder, view: DataView, at: number) => {
    column.i16[column.next()] = view.getInt16(at);
  },
  int32: (column: FixedBuilder, view: DataView, at: number) => {
    column.i32[column.next()] = view.getInt32(at);
  },
  int64: (column: FixedBuilder, view: DataView, at: number) => {
    const row = column.next();
    column.i32[2 * row + 1] = view.getInt32(at);
    column.i32[2 * row] = view.getInt32(at + 4);
  },
  float32: (column: FixedBuilder, view: DataView, at: number) => {
    column.i32[column.next()] = view.getInt32(at);
  },
  float64: (column: FixedBuilder, view: DataView, at: number) => {
    const row = column.next();
    column.i32[2 * row + 1] = view.getInt32(at);
    column.i32[2 * row] = view.getInt32(at + 4);
  },
  date: (column: FixedBuilder, view: DataView, at: number) => {
    column.i32[column.next()] = daysSince1970(view.getInt32(at));
  },
  time: (column: FixedBuilder, view: DataView, at: number) => {
    const row = column.next();
    column.i32[2 * row + 1] = view.getInt32(at);
    column.i32[2 * row] = view.getInt32(at + 4);
  },
  timestamp: decodeTimestamp,
  bytes: copy,
  text: copy,
} satisfies Record<Exclude<DecoderName, "numeric" | "array">, Decoder<never>>;

const INT32_MIN = -0x8000_0000;
const INT32_MAX = 0x7fff_ffff;
const WORD = 0x1_0000_0000;
/** Days from 1970-01-01 to PostgreSQL's own beginning, 2000-01-01. */
const EPOCH_DAYS = 10_957;
/** The same in microseconds, in two words. */
const EPOCH_LOW = Number(946_684_800_000_000n & 0xffff_ffffn);
const EPOCH_HIGH = Number(946_684_800_000_000n >> 32n);

function daysSince1970(days: number): number {
  if (days === INT32_MAX) return DATE_INFINITY;
  return days === INT32_MIN ? -DATE_INFINITY : days + EPOCH_DAYS;
}

function decodeTimestamp(column: FixedBuilder, view: DataView, at: number): void {
  let high = view.getInt32(at);
  let low = view.getUint32(at + 4);
  if (high === INT32_MIN && low === 0) {
    // -infinity is one above the lowest number here.
    low = 1;
  } else if (high !== INT32_MAX || low !== WORD - 1) {
    low += EPOCH_LOW;
    high += EPOCH_HIGH;
    if (low >= WORD) {
      low -= WORD;
      high += 1;
    }
    if (high > INT32_MAX || (high === INT32_MAX && low === WORD - 1)) {
      throw new Unrepresentable("a time after the year 294246");
    }
  }
  const row = column.next();
  column.u32[2 * row] = low;
  column.i32[2 * row + 1] = high;
}
