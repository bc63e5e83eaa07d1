/**
 * How MySQL's types come to us. Decimals of more than 38 digits keep their digits as text; times
 * are durations, since they may be negative and longer than a day; bits are whole numbers; shapes
 * are bytes (four of the reference system, then WKB). Dates that no calendar has (0000-00-00,
 * 2024-00-15) become NULL, with a warning that counts them.
 */
import type { LogicalType } from "../../../contract/logical-type.js";
import type { TypeLimit } from "../../../rows/type-limit.js";
import type { ColumnType } from "../../server/result-shape.js";
import { BINARY, type Field } from "./packets.js";

/** Name of the decoder; see `decoders.ts`. */
export type DecoderName =
  | "int8"
  | "int16"
  | "int32"
  | "int64"
  | "decimal"
  | "date"
  | "timestamp"
  | "instant"
  | "duration"
  | "bits"
  | "bytes"
  | "text"
  | "textInteger"
  | "textFloat";

export interface WireType extends ColumnType {
  readonly decoder: DecoderName;
  /** Bytes of a value; `short` when one byte tells the length, `long` when the length is coded. */
  readonly size: 1 | 2 | 4 | 8 | "short" | "long";
}

/** What of a MySQL value does not arrive as it is. */
export const MYSQL_LIMITS: readonly TypeLimit[] = [
  {
    what: "Dates that no calendar has, such as 0000-00-00 and 2024-00-15: NULL, and counted.",
    code: "dates-impossible",
  },
  {
    what: "A `timestamp` that a session's time zone has twice, at the end of summer time: the earlier one, and counted.",
    code: "times-ambiguous",
  },
  {
    what: "Decimals of more than 38 digits keep them; merges calculate with doubles where 38 digits do not hold all values.",
    code: "decimal-as-double",
  },
  { what: "Bytes that are not UTF-8: they are replaced by U+FFFD.", code: "text-repaired" },
  { what: "A `time` is a duration, as text, since it may be negative and longer than a day." },
  {
    what: "`tinyint(1)` and `bool` are numbers: the server stores any number from -128 to 127 there.",
  },
  { what: "Geometry comes as bytes: four of the reference system, then WKB." },
];

const UNSIGNED = 32;
const ENUM = 256;
const SET = 2048;
/** Decimals of a number that has no fixed count of them. */
const NOT_FIXED = 31;

/** Whole numbers and floats by the type's number: size, name, types without and with UNSIGNED. */
const NUMBERS: Readonly<
  Record<number, readonly [1 | 2 | 4 | 8, string, LogicalType, LogicalType, DecoderName]>
> = {
  1: [1, "tinyint", "int8", "uint8", "int8"],
  2: [2, "smallint", "int16", "uint16", "int16"],
  3: [4, "int", "int32", "uint32", "int32"],
  4: [4, "float", "float32", "float32", "int32"],
  5: [8, "double", "float64", "float64", "int64"],
  8: [8, "bigint", "int64", "uint64", "int64"],
  9: [4, "mediumint", "int32", "uint32", "int32"],
};

const BLOBS: Readonly<Record<number, string>> = {
  249: "tiny",
  250: "medium",
  251: "long",
  252: "",
};

/**
 * How a column comes in the binary protocol; `asText` after one of its values turned out not to
 * fit.
 */
export function wireType(field: Field, asText = false): WireType {
  const { type, flags } = field;
  const number = NUMBERS[type];
  if (number) {
    const [size, name, signed, unsigned, decoder] = number;
    const positive = (flags & UNSIGNED) !== 0;
    const native = positive ? `${name} unsigned` : name;
    return { logical: positive ? unsigned : signed, native, decoder, size, known: true };
  }
  switch (type) {
    case 0:
    case 246:
      return decimalType(field, asText);
    case 7:
      return short("instant", `timestamp${fraction(field)}`, "instant");
    case 10:
    case 14:
      return short("date", "date", "date");
    case 11:
      return short("interval", `time${fraction(field)}`, "duration");
    case 12:
      return short("timestamp", `datetime${fraction(field)}`, "timestamp");
    case 13:
      return { logical: "int16", native: "year", decoder: "int16", size: 2, known: true };
    case 16:
      return long(bitType(field.length), `bit(${field.length})`, "bits");
    case 6:
      return long("text", "null", "text");
    case 245:
      return long("json", "json", "text");
    case 242:
      return long("bytes", "vector", "bytes");
    case 255:
      return long("bytes", field.extendedType ?? "geometry", "bytes");
    case 15:
    case 247:
    case 248:
    case 249:
    case 250:
    case 251:
    case 252:
    case 253:
    case 254:
      return stringType(field);
    default:
      return { ...long("text", `type ${type}`, "text"), known: false };
  }
}

/** How a column comes in the text protocol. What is no number stays the server's own text. */
export function textWireType(field: Field): WireType {
  const type = wireType(field);
  if (field.type in NUMBERS || type.native === "year") {
    const decoder = type.logical.startsWith("float") ? "textFloat" : "textInteger";
    return { ...type, decoder, size: "long" };
  }
  if (type.size === "long" && type.decoder !== "bits") return type;
  return { ...type, logical: "text", decoder: "text", size: "long" };
}

function long(logical: LogicalType, native: string, decoder: DecoderName): WireType {
  return { logical, native, decoder, size: "long", known: true };
}

function short(logical: LogicalType, native: string, decoder: DecoderName): WireType {
  return { logical, native, decoder, size: "short", known: true };
}

/** The length counts the sign and the point as well. */
function decimalType({ length, decimals, flags }: Field, asText: boolean): WireType {
  const sign = (flags & UNSIGNED) === 0 ? 1 : 0;
  const precision = length - (decimals > 0 ? 1 : 0) - sign;
  const native = `decimal(${precision},${decimals})${sign === 0 ? " unsigned" : ""}`;
  const fits = precision >= 1 && precision <= 38 && decimals <= precision;
  if (asText || !fits || decimals === NOT_FIXED) return long("decimal", native, "text");
  return long(`decimal(${precision},${decimals})`, native, "decimal");
}

function bitType(bits: number): LogicalType {
  if (bits <= 8) return "uint8";
  if (bits <= 16) return "uint16";
  return bits <= 32 ? "uint32" : "uint64";
}

function stringType(field: Field): WireType {
  const { type, flags, charset, extendedType, extendedFormat } = field;
  if (extendedFormat === "json") return long("json", "json", "text");
  if (extendedType === "uuid") return long("uuid", "uuid", "text");
  if (extendedType !== undefined && charset !== BINARY) return long("text", extendedType, "text");
  if (type === 247 || (flags & ENUM) !== 0) return long("text", "enum", "text");
  if (type === 248 || (flags & SET) !== 0) return long("text", "set", "text");
  const blob = BLOBS[type];
  if (charset === BINARY) {
    if (extendedType !== undefined) return long("bytes", extendedType, "bytes");
    const name = type === 254 ? "binary" : "varbinary";
    return long("bytes", blob === undefined ? `${name}(${field.length})` : `${blob}blob`, "bytes");
  }
  if (blob !== undefined) return long("text", `${blob}text`, "text");
  // Four bytes a character in the character set of the connection.
  const characters = Math.floor(field.length / 4);
  return long("text", `${type === 254 ? "char" : "varchar"}(${characters})`, "text");
}

function fraction({ decimals }: Field): string {
  return decimals > 0 && decimals < NOT_FIXED ? `(${decimals})` : "";
}
