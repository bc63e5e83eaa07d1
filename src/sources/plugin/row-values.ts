/** Values as plugins write them in rows, and how they get into the columns of a batch. */
import { decimalParts, type LogicalType } from "../../contract/logical-type.js";
import type { ColumnBuilder } from "../../rows/column-builder.js";

/** Appends a value to a column of a type. */
type Append = (builder: ColumnBuilder, value: unknown) => boolean;

/**
 * Appends a value; false, with nothing appended, when it is not of the column's type. Null and
 * undefined are NULL.
 */
export function appendValue(builder: ColumnBuilder, type: LogicalType, value: unknown): boolean {
  if (value === null || value === undefined) {
    builder.appendNull();
    return true;
  }
  return appenderOf(type)(builder, value);
}

function appenderOf(type: LogicalType): Append {
  const decimal = decimalParts(type);
  if (decimal) return (builder, value) => whole(builder, unscaled(value, decimal));
  const range = INTEGERS[type];
  if (range) return (builder, value) => whole(builder, integer(value, range));
  return APPENDERS[type] ?? text;
}

const INTEGERS: Readonly<Record<string, readonly [bigint, bigint]>> = {
  int8: [-128n, 127n],
  int16: [-32_768n, 32_767n],
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint8: [0n, 255n],
  uint16: [0n, 65_535n],
  uint32: [0n, 2n ** 32n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
};

const APPENDERS: Readonly<Record<string, Append>> = {
  bool: (builder, value) => whole(builder, typeof value === "boolean" ? BigInt(value) : undefined),
  float32: float,
  float64: float,
  date: (builder, value) => {
    const micros = microseconds(value, DATE);
    const days = micros === undefined || micros % DAY !== 0n ? undefined : micros / DAY;
    return whole(builder, days);
  },
  time: (builder, value) => whole(builder, timeOfDay(value)),
  timestamp: (builder, value) => whole(builder, microseconds(value, TIMESTAMP)),
  instant: (builder, value) => whole(builder, microseconds(value, INSTANT)),
  bytes: (builder, value) => {
    if (!(value instanceof Uint8Array) || !("appendBytes" in builder)) return false;
    builder.appendBytes(value);
    return true;
  },
};

const DAY = 86_400_000_000n;
const DATE = /^\d{4}-\d\d-\d\d$/;
const TIMESTAMP = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?$/;
const INSTANT = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)$/;

/** Every type that travels as text: objects and lists as JSON, dates in their ISO form. */
function text(builder: ColumnBuilder, value: unknown): boolean {
  if (!("appendText" in builder)) return false;
  builder.appendText(textOf(value));
  return true;
}

/** The text of any value, for columns of text and those that are read again as text. */
export function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString();
  if (typeof value === "object" && value !== null) {
    return JSON.stringify(value, (_, inner: unknown) =>
      typeof inner === "bigint" ? String(inner) : inner,
    );
  }
  return String(value);
}

function whole(builder: ColumnBuilder, value: bigint | undefined): boolean {
  if (value === undefined || !("appendBigInt" in builder)) return false;
  builder.appendBigInt(value);
  return true;
}

function float(builder: ColumnBuilder, value: unknown): boolean {
  if (typeof value !== "number" || !("appendNumber" in builder)) return false;
  builder.appendNumber(value);
  return true;
}

/** A number that is exact, or the digits of one. */
function integer(value: unknown, [least, most]: readonly [bigint, bigint]): bigint | undefined {
  const exact =
    typeof value === "bigint" ||
    Number.isSafeInteger(value) ||
    (typeof value === "string" && /^-?\d+$/.test(value));
  if (!exact) return undefined;
  const found = BigInt(value as bigint | number | string); // one of the three, as was seen
  return found >= least && found <= most ? found : undefined;
}

function unscaled(
  value: unknown,
  { precision, scale }: { readonly precision: number; readonly scale: number },
): bigint | undefined {
  const digits = typeof value === "string" ? value : textOf(value);
  const [, sign, before = "", after = ""] = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(digits) ?? [];
  const fraction = after.replace(/0+$/, "");
  if (sign === undefined || before + after === "" || fraction.length > scale) return undefined;
  const found = BigInt(before + fraction.padEnd(scale, "0"));
  if (found >= 10n ** BigInt(precision)) return undefined;
  return sign === "-" ? -found : found;
}

/**
 * Since 1970; of text in this form, the time of day and the offset being zero where they are not
 * written.
 */
function microseconds(value: unknown, form: RegExp): bigint | undefined {
  if (value instanceof Date) {
    const time = value.getTime();
    return Number.isNaN(time) ? undefined : BigInt(time) * 1000n;
  }
  if (typeof value !== "string" || !form.test(value)) return undefined;
  const [, day = "", time = "00:00", micros = "", offset = "Z"] =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?))?(?:\.(\d+))?(.*)$/.exec(value) ?? [];
  const zone = offset === "" ? "Z" : offset.replace(/^([+-]\d\d)(\d\d)$/, "$1:$2");
  const seconds = Date.parse(`${day}T${time}${zone}`);
  // `Date` takes 31 February for 3 March.
  const isDay = !Number.isNaN(seconds) && new Date(`${day}T00:00Z`).toISOString().startsWith(day);
  return isDay ? BigInt(seconds) * 1000n + BigInt(micros.padEnd(6, "0")) : undefined;
}

function timeOfDay(value: unknown): bigint | undefined {
  if (typeof value !== "string" || !/^\d\d:/.test(value)) return undefined;
  return microseconds(`1970-01-01T${value}`, TIMESTAMP);
}
