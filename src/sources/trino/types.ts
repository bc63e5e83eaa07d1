/** How Trino's types come to us: each column by its type signature. */
import type { LogicalType } from "../../contract/logical-type.js";
import type { TypeLimit } from "../../rows/type-limit.js";
import { isMapping, type Fields } from "./answer.js";
import type { ColumnType } from "../server/result-shape.js";

/** What of a Trino value does not arrive as it is. */
export const TRINO_LIMITS: readonly TypeLimit[] = [
  {
    what: "A time or a timestamp of more than six decimals keeps them: where one has digits behind the microseconds, the column is Trino's own text.",
    code: "column-read-as-text",
  },
  {
    what: "A timestamp with time zone is the same moment in UTC; its zone is lost. Trino writes it by the clock of its zone, where an hour in autumn comes twice: with a time in that hour the column is Trino's own text.",
    code: "column-read-as-text",
  },
  {
    what: "ARRAY, MAP and ROW are JSON, in which numbers keep every digit, NaN and infinities are texts, and times are as Trino writes them. A ROW whose fields have no names, or the same one twice, is a list.",
  },
  {
    what: "A time with time zone and an interval: Trino's own text; an ipaddress and what else has a text form too.",
  },
  {
    what: "JSON is as Trino writes it: keys in order, of two values under one key the last, fractions as doubles.",
  },
  { what: "Sketches such as HyperLogLog: base64 of their bytes.", code: "column-type-unknown" },
  { what: "A type that is not known here: Trino's own text.", code: "column-type-unknown" },
];

/** A type as the server describes it. */
export interface Signature {
  /** In lower case and without parameters: `timestamp with time zone`. */
  readonly base: string;
  /** Of parameters that are numbers, as in `decimal(38, 2)`. */
  readonly sizes: readonly number[];
  /** Of parameters that are types: the elements of an array, key and value of a map, a row's fields. */
  readonly inner: readonly Member[];
}

export interface Member {
  /** Of a row's field; undefined where it has none. */
  readonly name: string | undefined;
  readonly type: Signature;
}

export interface TrinoType extends ColumnType {
  readonly signature: Signature;
}

const LOGICAL: Readonly<Record<string, LogicalType>> = {
  boolean: "bool",
  tinyint: "int8",
  smallint: "int16",
  integer: "int32",
  bigint: "int64",
  real: "float32",
  double: "float64",
  varchar: "text",
  char: "text",
  varbinary: "bytes",
  date: "date",
  time: "time",
  timestamp: "timestamp",
  "timestamp with time zone": "instant",
  "time with time zone": "text",
  "interval year to month": "interval",
  "interval day to second": "interval",
  uuid: "uuid",
  json: "json",
  array: "list",
  map: "json",
  row: "struct",
  ipaddress: "text",
  // Of NULL alone.
  unknown: "text",
};

/** The type of a column of an answer. Undefined where the answer describes none. */
export function typeOf(column: unknown, asText = false): TrinoType | undefined {
  if (!isMapping(column) || typeof column["type"] !== "string") return undefined;
  const signature = signatureOf(column["typeSignature"]);
  if (!signature) return undefined;
  const logical = logicalOf(signature);
  return {
    signature,
    logical: asText ? "text" : (logical ?? "text"),
    native: nativeOf(column["type"]),
    known: logical !== undefined,
  };
}

/** A type's own words, as Trino's catalogue writes them: without capitals, `decimal(38,2)`. */
export function nativeOf(type: string): string {
  const [, parameters] = /^decimal\((\d+, *\d+)\)$/.exec(type) ?? [];
  if (parameters !== undefined) return `decimal(${parameters.replaceAll(" ", "")})`;
  return type.startsWith("INTERVAL") ? type.toLowerCase() : type;
}

/** By the words of the catalogue. */
export function logicalOfNative(native: string): LogicalType {
  const [, word = "", parameters = "", rest = ""] =
    /^([a-z ]+?)(?:\(([\d, ]+)\))?( with time zone)?$/i.exec(native.trim()) ?? [];
  const base = word === "" ? /^\w*/.exec(native)?.[0] : `${word}${rest}`;
  const sizes = parameters === "" ? [] : parameters.split(",").map(Number);
  return logicalOf({ base: (base ?? "").toLowerCase(), sizes, inner: [] }) ?? "text";
}

function logicalOf({ base, sizes }: Signature): LogicalType | undefined {
  if (base !== "decimal") return Object.hasOwn(LOGICAL, base) ? LOGICAL[base] : undefined;
  const [precision = 38, scale = 0] = sizes;
  return `decimal(${precision},${scale})`;
}

function signatureOf(value: unknown): Signature | undefined {
  if (!isMapping(value) || typeof value["rawType"] !== "string") return undefined;
  const list: readonly unknown[] = Array.isArray(value["arguments"]) ? value["arguments"] : [];
  const parameters = list.filter(isMapping);
  const members = parameters.map(memberOf).filter((member) => member !== undefined);
  const sizes = parameters.map((one) => one["value"]).filter((one) => typeof one === "number");
  return { base: value["rawType"].toLowerCase(), sizes, inner: members };
}

function memberOf({ kind, value }: Fields): Member | undefined {
  if (kind === "TYPE") {
    const type = signatureOf(value);
    return type && { name: undefined, type };
  }
  if (kind !== "NAMED_TYPE" || !isMapping(value)) return undefined;
  const type = signatureOf(value["typeSignature"]);
  const field = value["fieldName"];
  const name = isMapping(field) && typeof field["name"] === "string" ? field["name"] : undefined;
  return type && { name, type };
}
