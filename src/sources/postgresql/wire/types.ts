/**
 * How PostgreSQL's types come to us. Types with a decoder come in binary; all others as the
 * server's own text, which is exact. What no logical type can hold (infinite decimals, years after
 * 294246) restarts its column as text.
 */
import type { LogicalType } from "../../../contract/logical-type.js";
import type { TypeLimit } from "../../../rows/type-limit.js";
import type { ColumnType } from "../../server/result-shape.js";
import type { Field } from "./messages.js";

/** Name of the decoder; see `decoders.ts`. */
export type DecoderName =
  | "bool"
  | "int16"
  | "int32"
  | "int64"
  | "float32"
  | "float64"
  | "numeric"
  | "date"
  | "time"
  | "timestamp"
  | "bytes"
  | "text"
  | "array";

export interface WireType extends ColumnType {
  readonly decoder: DecoderName;
  /** Whether the value is asked for in binary; `text` and `array` read the server's text. */
  readonly binary: boolean;
  /** For arrays: how the elements stand in JSON. */
  readonly elements?: ElementStyle;
}

/**
 * Numbers and JSON stand as they are, booleans as true and false, everything else as a JSON string.
 */
export type ElementStyle = "number" | "bool" | "json" | "string";

/** A type that is not built in, as the server's catalogue describes it. */
export interface CustomType {
  readonly name: string;
  /** `pg_type.typtype`: b base, c composite, d domain, e enum, m multirange, p pseudo, r range. */
  readonly kind: string;
  /** Set for arrays: the number of the element type. */
  readonly element: number | undefined;
}

/** What of a PostgreSQL value does not arrive as it is. */
export const POSTGRESQL_LIMITS: readonly TypeLimit[] = [
  {
    what: "NaN and infinities in a `numeric` with a precision, and times after the year 294246: the column is read as text.",
    code: "column-read-as-text",
  },
  {
    what: "A `numeric` without a precision, with more than 38 digits or with a negative scale keeps its digits; merges calculate with 38 digits, or with doubles where these do not hold all values.",
    code: "decimal-as-double",
  },
  {
    what: "Bytes that are not UTF-8, which only databases of the encoding SQL_ASCII hold: they are replaced by U+FFFD.",
    code: "text-repaired",
  },
  {
    what: "A type that neither PostgreSQL nor its catalogue explains: the server's own text.",
    code: "column-type-unknown",
  },
  {
    what: "Intervals, ranges, times with a zone, money, network addresses, geometry and the like: the server's own text.",
  },
];

const NUMERIC = 1700;
const BINARY: Readonly<Record<number, readonly [string, LogicalType, DecoderName]>> = {
  16: ["bool", "bool", "bool"],
  17: ["bytea", "bytes", "bytes"],
  20: ["bigint", "int64", "int64"],
  21: ["smallint", "int16", "int16"],
  23: ["integer", "int32", "int32"],
  26: ["oid", "uint32", "int32"],
  700: ["real", "float32", "float32"],
  701: ["double precision", "float64", "float64"],
  1082: ["date", "date", "date"],
  1083: ["time", "time", "time"],
  1114: ["timestamp", "timestamp", "timestamp"],
  1184: ["timestamptz", "instant", "timestamp"],
};

/** Types whose text form is the value, or the best there is. */
const TEXT: Readonly<Record<number, readonly [string, LogicalType?]>> = {
  18: ['"char"'],
  19: ["name"],
  22: ["int2vector"],
  24: ["regproc"],
  25: ["text"],
  27: ["tid"],
  28: ["xid"],
  29: ["cid"],
  30: ["oidvector"],
  114: ["json", "json"],
  142: ["xml"],
  600: ["point"],
  601: ["lseg"],
  602: ["path"],
  603: ["box"],
  604: ["polygon"],
  628: ["line"],
  650: ["cidr"],
  705: ["unknown"],
  718: ["circle"],
  774: ["macaddr8"],
  790: ["money"],
  829: ["macaddr"],
  869: ["inet"],
  1033: ["aclitem"],
  1042: ["char"],
  1043: ["varchar"],
  1186: ["interval", "interval"],
  1266: ["timetz"],
  1560: ["bit"],
  1562: ["varbit"],
  1790: ["refcursor"],
  2202: ["regprocedure"],
  2203: ["regoper"],
  2204: ["regoperator"],
  2205: ["regclass"],
  2206: ["regtype"],
  2275: ["cstring"],
  2278: ["void"],
  2950: ["uuid", "uuid"],
  2970: ["txid_snapshot"],
  3220: ["pg_lsn"],
  3614: ["tsvector"],
  3615: ["tsquery"],
  3734: ["regconfig"],
  3769: ["regdictionary"],
  3802: ["jsonb", "json"],
  3904: ["int4range"],
  3906: ["numrange"],
  3908: ["tsrange"],
  3910: ["tstzrange"],
  3912: ["daterange"],
  3926: ["int8range"],
  4072: ["jsonpath"],
  4089: ["regnamespace"],
  4096: ["regrole"],
  4191: ["regcollation"],
  4451: ["int4multirange"],
  4532: ["nummultirange"],
  4533: ["tsmultirange"],
  4534: ["tstzmultirange"],
  4535: ["datemultirange"],
  4536: ["int8multirange"],
  5038: ["pg_snapshot"],
  5069: ["xid8"],
};

/** Array types by the number of their element type. */
const ARRAYS: Readonly<Record<number, number>> = {
  143: 142,
  199: 114,
  651: 650,
  775: 774,
  791: 790,
  1000: 16,
  1001: 17,
  1002: 18,
  1003: 19,
  1005: 21,
  1007: 23,
  1009: 25,
  1010: 27,
  1011: 28,
  1014: 1042,
  1015: 1043,
  1016: 20,
  1017: 600,
  1021: 700,
  1022: 701,
  1028: 26,
  1040: 829,
  1041: 869,
  1115: 1114,
  1182: 1082,
  1183: 1083,
  1185: 1184,
  1187: 1186,
  1231: NUMERIC,
  1263: 2275,
  1270: 1266,
  1561: 1560,
  1563: 1562,
  2210: 2205,
  2211: 2206,
  2951: 2950,
  3221: 3220,
  3643: 3614,
  3807: 3802,
  3905: 3904,
  3907: 3906,
  3909: 3908,
  3911: 3910,
  3913: 3912,
  3927: 3926,
};

/** True when the type's number says enough; of the others the server is asked. */
export function isBuiltIn(oid: number): boolean {
  return oid === NUMERIC || oid in BINARY || oid in TEXT || oid in ARRAYS;
}

/** How a column comes; `custom` describes the types that are not built in. */
export function wireType(
  { oid, modifier }: Pick<Field, "oid" | "modifier">,
  custom: ReadonlyMap<number, CustomType>,
): WireType {
  if (oid === NUMERIC) return numericType(modifier);
  const binary = BINARY[oid];
  if (binary) {
    const [native, logical, decoder] = binary;
    return { native, logical, decoder, binary: true, known: true };
  }
  const text = TEXT[oid];
  if (text) return textType(nativeText(text[0], modifier), text[1] ?? "text");
  const described = custom.get(oid);
  const element = ARRAYS[oid] ?? described?.element;
  if (element !== undefined) {
    const inner = wireType({ oid: element, modifier }, custom);
    const array = textType(`${inner.native}[]`, "list");
    return {
      ...array,
      decoder: "array",
      elements: elementStyle(element, inner),
      known: inner.known,
    };
  }
  const known = described?.kind === "e" || described?.kind === "r" || described?.kind === "m";
  return { ...textType(described?.name ?? `type ${oid}`, "text"), known };
}

/**
 * The same column as text, after one of its values turned out not to fit. Decimals stay decimals,
 * without a precision.
 */
export function asTextType(type: WireType): WireType {
  return textType(type.native, type.decoder === "numeric" ? "decimal" : "text");
}

/** Long names of the standard for types that PostgreSQL calls otherwise. */
const STANDARD_NAMES: Readonly<Record<string, string>> = {
  boolean: "bool",
  "time without time zone": "time",
  "timestamp without time zone": "timestamp",
  "timestamp with time zone": "timestamptz",
};

/** The type as which a column is read of which only the type's name is known. */
export function typeNamed(name: string): LogicalType {
  const known = STANDARD_NAMES[name.toLowerCase()] ?? name.toLowerCase();
  if (known === "numeric") return "decimal";
  const binary = Object.values(BINARY).find(([native]) => native === known);
  const text = Object.values(TEXT).find(([native]) => native === known);
  return binary?.[1] ?? text?.[1] ?? "text";
}

function textType(native: string, logical: LogicalType): WireType {
  return { native, logical, decoder: "text", binary: false, known: true };
}

/** Precision and scale are in the modifier; the scale is a signed number of 11 bits. */
function numericType(modifier: number): WireType {
  if (modifier < 0) return textType("numeric", "decimal");
  const precision = ((modifier - 4) >> 16) & 0xffff;
  const scale = (((modifier - 4) & 0x7ff) ^ 1024) - 1024;
  const native = `numeric(${precision},${scale})`;
  if (precision > 38 || scale < 0 || scale > precision) return textType(native, "decimal");
  const logical: LogicalType = `decimal(${precision},${scale})`;
  return { native, logical, decoder: "numeric", binary: true, known: true };
}

/** `varchar(20)`, `char(3)`; bit strings count from 0, the others with 4 added. */
function nativeText(name: string, modifier: number): string {
  if (modifier < 0) return name;
  if (name === "varchar" || name === "char") return `${name}(${modifier - 4})`;
  return name === "bit" || name === "varbit" ? `${name}(${modifier})` : name;
}

function elementStyle(oid: number, type: WireType): ElementStyle {
  if (oid === NUMERIC || oid === 26) return "number";
  if (type.logical === "json") return "json";
  if (type.logical === "bool") return "bool";
  return /^(int|float)/.test(type.logical) ? "number" : "string";
}
