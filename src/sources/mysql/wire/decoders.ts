/** Values of MySQL's protocol into column builders. All numbers on the wire are little-endian. */
import { decimalParts } from "../../../contract/logical-type.js";
import { daysOfDate } from "../../../rows/calendar.js";
import type { BytesBuilder } from "../../../rows/bytes-builder.js";
import type { ColumnBuilder } from "../../../rows/column-builder.js";
import type { FixedBuilder } from "../../../rows/fixed-builder.js";
import { int32At, uint16At } from "./little-endian.js";
import { decimalDecoder } from "./decimal.js";
import type { DecoderName, WireType } from "./types.js";
import type { Zone } from "../../server/zone.js";

/**
 * Appends the value `bytes[at..at+length)`. Throws `Unrepresentable` before anything is appended.
 */
export type Decoder<Builder = ColumnBuilder> = (
  column: Builder,
  bytes: Buffer,
  at: number,
  length: number,
) => void;

export interface DecoderOptions {
  /** The session's zone, in which TIMESTAMP values come. */
  readonly zone: Zone;
  /** A date that no calendar has was made NULL. */
  readonly onImpossibleDate: () => void;
  /** A wall-clock time that comes twice was taken as the earlier one. */
  readonly onAmbiguousTime: () => void;
}

/** The decoder of a column. It fits the builder that `createColumnBuilder(type.logical)` makes. */
export function decoderOf(type: WireType, options: DecoderOptions): Decoder {
  // A type's logical layout decides its builder, and its decoder was chosen for that layout in
  // `types.ts`.
  return create(type, options) as Decoder;
}

function create(type: WireType, options: DecoderOptions): Decoder<never> {
  switch (type.decoder) {
    case "decimal": {
      const { precision, scale } = decimalParts(type.logical) ?? { precision: 38, scale: 0 };
      return decimalDecoder(precision, scale);
    }
    case "date":
      return dateDecoder(options);
    case "timestamp":
      return timeDecoder(options, (seconds) => seconds);
    case "instant": {
      const { zone, onAmbiguousTime } = options;
      return timeDecoder(options, (seconds) => zone.toUtc(seconds, onAmbiguousTime));
    }
    default:
      return SIMPLE[type.decoder];
  }
}

const copy: Decoder<BytesBuilder> = (column, bytes, at, length) =>
  column.appendBytes(bytes, at, at + length);

const SIMPLE = {
  int8: (column: FixedBuilder, bytes: Buffer, at: number) => {
    column.u8[column.next()] = bytes[at] ?? 0;
  },
  int16: (column: FixedBuilder, bytes: Buffer, at: number) => {
    column.i16[column.next()] = uint16At(bytes, at);
  },
  int32: (column: FixedBuilder, bytes: Buffer, at: number) => {
    column.i32[column.next()] = int32At(bytes, at);
  },
  int64: (column: FixedBuilder, bytes: Buffer, at: number) => {
    const row = column.next();
    column.i32[2 * row] = int32At(bytes, at);
    column.i32[2 * row + 1] = int32At(bytes, at + 4);
  },
  duration: (column: BytesBuilder, bytes: Buffer, at: number, length: number) =>
    column.appendText(durationText(bytes, at, length)),
  bits: (column: FixedBuilder, bytes: Buffer, at: number, length: number) => {
    if (length > column.width) throw widthFault(length);
    // The highest byte comes first.
    let value = 0n;
    for (let i = at; i < at + length; i++) value = (value << 8n) | BigInt(bytes[i] ?? 0);
    column.appendBigInt(value);
  },
  bytes: copy,
  text: copy,
  textInteger: (column: FixedBuilder, bytes: Buffer, at: number, length: number) => {
    const text = bytes.toString("latin1", at, at + length);
    const value = /^-?\d+$/.test(text) ? BigInt(text) : undefined;
    const bits = 8 * column.width;
    const unsigned = column.type.startsWith("u");
    if (value === undefined) throw noNumber(text);
    const kept = unsigned ? BigInt.asUintN(bits, value) : BigInt.asIntN(bits, value);
    if (kept !== value) throw noNumber(text);
    column.appendBigInt(value);
  },
  textFloat: (column: FixedBuilder, bytes: Buffer, at: number, length: number) => {
    const text = bytes.toString("latin1", at, at + length);
    if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text)) throw noNumber(text);
    column.appendNumber(Number(text));
  },
} satisfies Record<
  Exclude<DecoderName, "decimal" | "date" | "timestamp" | "instant">,
  Decoder<never>
>;

/** A value that is not as long as one of its type can be. */
function widthFault(length: number): RangeError {
  return new RangeError(`a value has ${length} bytes, which its type never has`);
}

function noNumber(text: string): RangeError {
  return new RangeError(`\`${text.slice(0, 40)}\` is no number of its type`);
}

const MICROSECONDS = 1_000_000;
const DAY = 86_400;
const WORD = 0x1_0000_0000;

/** Year (two bytes), month, day; nothing at all stands for zeros. */
function dateDecoder({ onImpossibleDate }: DecoderOptions): Decoder<FixedBuilder> {
  return (column, bytes, at, length) => {
    if (length !== 0 && length !== 4) throw widthFault(length);
    const days = length === 4 ? daysAt(bytes, at) : undefined;
    if (days === undefined) {
      onImpossibleDate();
      column.appendNull();
    } else column.i32[column.next()] = days;
  };
}

/**
 * As a date, then hour, minute, second, then microseconds (four bytes); what is zero at the end is
 * left out.
 */
function timeDecoder(
  { onImpossibleDate }: DecoderOptions,
  toUtc: (seconds: number) => number,
): Decoder<FixedBuilder> {
  return (column, bytes, at, length) => {
    if (length !== 0 && length !== 4 && length !== 7 && length !== 11) throw widthFault(length);
    const days = length >= 4 ? daysAt(bytes, at) : undefined;
    if (days === undefined) {
      onImpossibleDate();
      column.appendNull();
      return;
    }
    let seconds = days * DAY;
    if (length >= 7) {
      seconds += (bytes[at + 4] ?? 0) * 3600 + (bytes[at + 5] ?? 0) * 60 + (bytes[at + 6] ?? 0);
    }
    const micros = length >= 11 ? int32At(bytes, at + 7) : 0;
    putMicroseconds(column, toUtc(seconds), micros);
  };
}

/** A double holds the microseconds of about 285 years around 1970. */
function putMicroseconds(column: FixedBuilder, seconds: number, micros: number): void {
  const row = column.next();
  if (Math.abs(seconds) < 9_000_000_000) {
    const value = seconds * MICROSECONDS + micros;
    column.u32[2 * row] = value;
    column.i32[2 * row + 1] = Math.floor(value / WORD);
  } else column.i64[row] = BigInt(seconds) * 1_000_000n + BigInt(micros);
}

/** Days since 1970-01-01; undefined when there is no such day. */
function daysAt(bytes: Buffer, at: number): number | undefined {
  return daysOfDate(uint16At(bytes, at), bytes[at + 2] ?? 0, bytes[at + 3] ?? 0);
}

/** Sign, days (four bytes), hour, minute, second, microseconds (four bytes) as `-838:59:59.5`. */
function durationText(bytes: Buffer, at: number, length: number): string {
  if (length === 0) return "00:00:00";
  if (length !== 8 && length !== 12) throw widthFault(length);
  const hours = bytes.readUInt32LE(at + 1) * 24 + (bytes[at + 5] ?? 0);
  const micros = length >= 12 ? bytes.readUInt32LE(at + 8) : 0;
  const fraction = micros === 0 ? "" : `.${String(micros).padStart(6, "0").replace(/0+$/, "")}`;
  const parts = [hours, bytes[at + 6] ?? 0, bytes[at + 7] ?? 0];
  const text = parts.map((part) => String(part).padStart(2, "0")).join(":");
  return `${bytes[at] === 1 ? "-" : ""}${text}${fraction}`;
}
