import { decimalParts, type LogicalType } from "../../contract/logical-type.js";
import type { BatchColumn, FixedColumn, FixedLayout } from "../batch.js";
import { deltaLengths } from "./delta-lengths.js";
import { countNulls, denseTexts, denseValues } from "./dense-values.js";
import { ThriftBytes } from "./thrift.js";
import { valueRange, type ValueRange } from "./value-range.js";

/** Parquet's numbers for how values are written. */
export const ENCODING = { plain: 0, levels: 3, deltaLengths: 6 } as const;

/** A batch's column as Parquet keeps it. */
export interface Page {
  readonly rows: number;
  readonly nulls: number;
  readonly encoding: number;
  /** One after the other: which rows are NULL, then the values. They may be the batch's memory. */
  readonly parts: readonly Uint8Array[];
  readonly range?: ValueRange | undefined;
}

/** Throws a RangeError for a decimal that has more digits than its type. */
export function encodePage(column: BatchColumn, rows: number): Page {
  const nulls = countNulls(column, rows);
  const page = { rows, nulls };
  const isThere = levels(column.validity, rows, nulls);
  if (column.layout === "bytes") {
    const { lengths, bytes } = denseTexts(column, rows, nulls);
    const parts = [isThere, deltaLengths(lengths), bytes];
    return { ...page, encoding: ENCODING.deltaLengths, parts };
  }
  const values = widened(denseValues(column, rows, nulls), column.layout);
  const range = valueRange(column.layout, values);
  if (range) requireDigits(column.type, range);
  const parts = [isThere, asStored(column, values)];
  return { ...page, encoding: ENCODING.plain, parts, range };
}

/** One bit for each row: that all are set, or the bits themselves; its length comes first. */
function levels(validity: Uint8Array | null, rows: number, nulls: number): Uint8Array {
  const bytes = new ThriftBytes();
  if (!validity || nulls === 0) {
    bytes.varint(rows * 2);
    bytes.byte(1);
  } else {
    const size = Math.ceil(rows / 8);
    bytes.varint(size * 2 + 1);
    bytes.raw(validity.subarray(0, size));
  }
  const { written } = bytes;
  const sized = Buffer.allocUnsafe(4 + written.length);
  sized.writeUInt32LE(written.length);
  sized.set(written, 4);
  return sized;
}

/** Parquet has no integers below 32 bits. */
function widened(values: Uint8Array, layout: FixedLayout): Uint8Array {
  const { buffer, byteOffset, byteLength } = values;
  switch (layout) {
    case "int8":
      return bytesOf(Int32Array.from(new Int8Array(buffer, byteOffset, byteLength)));
    case "uint8":
      return bytesOf(Int32Array.from(values));
    case "int16":
      return bytesOf(Int32Array.from(new Int16Array(buffer, byteOffset, byteLength / 2)));
    case "uint16":
      return bytesOf(Int32Array.from(new Uint16Array(buffer, byteOffset, byteLength / 2)));
    default:
      return values;
  }
}

function bytesOf({ buffer }: Int32Array): Uint8Array {
  return new Uint8Array(buffer);
}

function asStored({ layout }: FixedColumn, values: Uint8Array): Uint8Array {
  if (layout === "bool") return bits(values);
  return layout === "int128" ? highestFirst(values) : values;
}

/** Eight to a byte, the lowest first. */
function bits(flags: Uint8Array): Uint8Array {
  const packed = new Uint8Array(Math.ceil(flags.length / 8));
  for (let at = 0; at < flags.length; at++) {
    if (flags[at]) packed[at >> 3] = (packed[at >> 3] ?? 0) | (1 << (at & 7));
  }
  return packed;
}

/** Numbers of sixteen bytes, whose lowest byte comes first in a batch. */
export function highestFirst(values: Uint8Array): Uint8Array {
  const turned = Buffer.allocUnsafeSlow(values.length);
  turned.set(values);
  turned.swap64();
  const words = new BigUint64Array(turned.buffer);
  for (let at = 0; at < words.length; at += 2) {
    const low = words[at] ?? 0n;
    words[at] = words[at + 1] ?? 0n;
    words[at + 1] = low;
  }
  return turned;
}

/** When the least and the greatest value have no more digits than they may, none has. */
function requireDigits(type: LogicalType, range: ValueRange): void {
  const precision = decimalParts(type)?.precision;
  if (precision === undefined) return;
  const limit = 10n ** BigInt(precision);
  for (const value of range.map(wholeNumber)) {
    if (value >= limit || value <= -limit) {
      throw new RangeError(`${value} has more digits than ${type}`);
    }
  }
}

function wholeNumber({ buffer, byteOffset, byteLength }: Uint8Array): bigint {
  const view = new DataView(buffer, byteOffset, byteLength);
  const low = view.getBigUint64(0, true);
  return byteLength === 8 ? BigInt.asIntN(64, low) : (view.getBigInt64(8, true) << 64n) | low;
}
