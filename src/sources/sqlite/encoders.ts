import type { LogicalType } from "../../contract/logical-type.js";
import {
  type BytesBuilder,
  createColumnBuilder,
  FixedBuilder,
  type ColumnBuilder,
} from "../column-builder.js";
import type { NulGuard } from "./nul-guard.js";
import { parseDate, parseTime } from "./temporal.js";
import type { SqliteValue } from "./types.js";

/** Appends a value that is not NULL; false, with nothing appended, when the column's type cannot hold it. */
export type Encoder = (value: NonNullable<SqliteValue>) => boolean;

export interface EncodedColumn {
  readonly builder: ColumnBuilder;
  readonly encode: Encoder;
}

/** The builder of a column and the way into it. `asText` takes every value, in its text form. */
export function encodedColumn(type: LogicalType, guard: NulGuard, asText: boolean): EncodedColumn {
  const builder = createColumnBuilder(type);
  if (builder instanceof FixedBuilder) return { builder, encode: fixedEncoder(type, builder) };
  if (asText) return { builder, encode: anyTextEncoder(builder, guard) };
  return {
    builder,
    encode: type === "bytes" ? blobEncoder(builder, guard) : textEncoder(builder, guard),
  };
}

function fixedEncoder(type: LogicalType, builder: FixedBuilder): Encoder {
  switch (type) {
    case "bool":
      return (value) => {
        if (value !== 0n && value !== 1n) return false;
        builder.appendNumber(Number(value));
        return true;
      };
    case "float64":
      return realEncoder(builder);
    case "date":
      return (value) => {
        const days = typeof value === "string" ? parseDate(value) : undefined;
        if (days === undefined) return false;
        builder.appendNumber(days);
        return true;
      };
    case "timestamp":
    case "instant":
      return (value) => {
        const time = typeof value === "string" ? parseTime(value, type) : undefined;
        if (time === undefined) return false;
        builder.appendBigInt(time);
        return true;
      };
    default:
      return (value) => {
        if (typeof value !== "bigint") return false;
        builder.i64[builder.next()] = value;
        return true;
      };
  }
}

/** Whole numbers are taken as far as a double holds them exactly. */
function realEncoder(builder: FixedBuilder): Encoder {
  return (value) => {
    const number = typeof value === "bigint" ? Number(value) : value;
    if (typeof number !== "number") return false;
    if (typeof value === "bigint" && BigInt(number) !== value) return false;
    builder.f64[builder.next()] = number;
    return true;
  };
}

function textEncoder(builder: BytesBuilder, guard: NulGuard): Encoder {
  return (value) => {
    if (typeof value === "string") builder.appendText(value);
    else if (value instanceof Uint8Array && guard.isText(value)) guard.append(builder, value);
    else return false;
    return true;
  };
}

function blobEncoder(builder: BytesBuilder, guard: NulGuard): Encoder {
  return (value) => {
    if (!(value instanceof Uint8Array) || guard.isText(value)) return false;
    builder.appendBytes(value);
    return true;
  };
}

/** Numbers as SQLite prints them, as far as their digits go; blobs as base64. */
function anyTextEncoder(builder: BytesBuilder, guard: NulGuard): Encoder {
  return (value) => {
    if (value instanceof Uint8Array) {
      if (guard.isText(value)) guard.append(builder, value);
      else builder.appendText(Buffer.from(value).toString("base64"));
    } else {
      builder.appendText(typeof value === "number" ? realText(value) : String(value));
    }
    return true;
  };
}

/** A real keeps its point, so that it is not taken for an integer. */
function realText(value: number): string {
  const text = String(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}
