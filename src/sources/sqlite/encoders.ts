import type { LogicalType } from "../../contract/logical-type.js";
import type { BytesBuilder } from "../../rows/bytes-builder.js";
import { createColumnBuilder, type ColumnBuilder } from "../../rows/column-builder.js";
import { FixedBuilder } from "../../rows/fixed-builder.js";
import type { NulGuard } from "./nul-guard.js";
import type { Row } from "./row-cursor.js";
import { TemporalReader } from "./temporal.js";
import type { SqliteValue } from "./types.js";

/** Appends one column of some rows. Returns the first value that the column's type cannot hold. */
export type Encoder = (rows: readonly Row[], index: number) => NonNullable<SqliteValue> | undefined;

/** Appends a value that is not NULL; false, with nothing appended, when it does not fit. */
type Append = (value: NonNullable<SqliteValue>) => boolean;

export interface EncodedColumn {
  readonly builder: ColumnBuilder;
  readonly encode: Encoder;
}

/** The builder of a column and the way into it. `asText` takes every value, in its text form. */
export function encodedColumn(type: LogicalType, guard: NulGuard, asText: boolean): EncodedColumn {
  const builder = createColumnBuilder(type);
  const append =
    builder instanceof FixedBuilder
      ? appendFixed(type, builder)
      : appendBytes(type, builder, guard, asText);
  return { builder, encode: encodeEach(builder, append) };
}

function encodeEach(builder: ColumnBuilder, append: Append): Encoder {
  return (rows, index) => {
    for (const row of rows) {
      const value = row[index] ?? null;
      if (value === null) builder.appendNull();
      else if (!append(value)) return value;
    }
    return undefined;
  };
}

function appendFixed(type: LogicalType, builder: FixedBuilder): Append {
  switch (type) {
    case "bool":
      return (value) => {
        if (value !== 0n && value !== 1n) return false;
        builder.u8[builder.next()] = value === 1n ? 1 : 0;
        return true;
      };
    case "float64":
      return (value) => appendReal(builder, value);
    case "date":
    case "timestamp":
    case "instant":
      return appendTemporal(type, builder);
    default:
      return (value) => {
        if (typeof value !== "bigint") return false;
        builder.i64[builder.next()] = value;
        return true;
      };
  }
}

/** A double holds the microseconds of about 285 years around 1970. */
const EXACT_DAYS = 100_000;
const DAY = 86_400_000_000;

function appendTemporal(type: "date" | "timestamp" | "instant", builder: FixedBuilder): Append {
  const reader = new TemporalReader();
  return (value) => {
    if (typeof value !== "string" || reader.read(value) !== type) return false;
    appendMoment(type, builder, reader);
    return true;
  };
}

/** What the reader has read last, which is of that type. */
export function appendMoment(
  type: LogicalType,
  builder: FixedBuilder,
  { days, microseconds }: TemporalReader,
): void {
  if (type === "date") builder.i32[builder.next()] = days;
  else if (Math.abs(days) < EXACT_DAYS) builder.appendNumber(days * DAY + microseconds);
  else builder.appendBigInt(BigInt(days) * BigInt(DAY) + BigInt(microseconds));
}

/** Whole numbers are taken as far as a double holds them exactly. */
function appendReal(builder: FixedBuilder, value: NonNullable<SqliteValue>): boolean {
  const number = typeof value === "bigint" ? Number(value) : value;
  if (typeof number !== "number") return false;
  if (typeof value === "bigint" && BigInt(number) !== value) return false;
  builder.f64[builder.next()] = number;
  return true;
}

function appendBytes(
  type: LogicalType,
  builder: BytesBuilder,
  guard: NulGuard,
  asText: boolean,
): Append {
  if (asText) return (value) => appendAnything(builder, guard, value);
  if (type === "bytes") {
    return (value) => {
      if (!(value instanceof Uint8Array) || guard.isText(value)) return false;
      builder.appendBytes(value);
      return true;
    };
  }
  return (value) => {
    if (typeof value === "string") builder.appendText(value);
    else if (value instanceof Uint8Array && guard.isText(value)) guard.append(builder, value);
    else return false;
    return true;
  };
}

/** Numbers as SQLite prints them, as far as their digits go; blobs as base64. */
function appendAnything(
  builder: BytesBuilder,
  guard: NulGuard,
  value: NonNullable<SqliteValue>,
): true {
  if (value instanceof Uint8Array) {
    if (guard.isText(value)) guard.append(builder, value);
    else builder.appendText(Buffer.from(value).toString("base64"));
  } else {
    builder.appendText(typeof value === "number" ? realText(value) : String(value));
  }
  return true;
}

/** A real keeps its point, so that it is not taken for an integer. */
function realText(value: number): string {
  const text = String(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}
