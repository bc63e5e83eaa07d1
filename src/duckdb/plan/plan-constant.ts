import type { Constant, ConstantKind } from "../../sql/push-down/predicate.js";
import { field, isNode, textOf, type Json } from "./plan-json.js";

/**
 * A constant of the plan; undefined for NULL, for what no dialect need know, and for values beyond
 * the calendar.
 */
export function readConstant(expression: Json | undefined): Constant | undefined {
  if (textOf(field(expression, "type")) !== "VALUE_CONSTANT") return undefined;
  const constant = field(expression, "value");
  if (field(constant, "is_null") !== false) return undefined;
  const type = field(constant, "type");
  const value = field(constant, "value");
  const id = textOf(field(type, "id"));
  const alias = textOf(field(field(type, "type_info"), "alias"));
  if (alias !== "") return undefined;
  const read = READERS[id];
  if (!read) return undefined;
  const [kind, toText] = read;
  const text = toText(value, field(type, "type_info"));
  return text === undefined ? undefined : { kind, text };
}

type ToText = (value: Json | undefined, info: Json | undefined) => string | undefined;

const integer: readonly [ConstantKind, ToText] = [
  "number",
  (value) => integerOf(value)?.toString(),
];

const READERS: Readonly<Record<string, readonly [ConstantKind, ToText]>> = {
  TINYINT: integer,
  SMALLINT: integer,
  INTEGER: integer,
  BIGINT: integer,
  HUGEINT: integer,
  UTINYINT: integer,
  USMALLINT: integer,
  UINTEGER: integer,
  UBIGINT: integer,
  DECIMAL: ["number", decimalText],
  DOUBLE: [
    "double",
    (value) => (typeof value === "number" && Number.isFinite(value) ? String(value) : wide(value)),
  ],
  VARCHAR: ["text", (value) => (typeof value === "string" ? value : undefined)],
  BOOLEAN: ["bool", (value) => (typeof value === "boolean" ? String(value) : undefined)],
  DATE: ["date", (value) => dayText(integerOf(value))],
  TIMESTAMP: ["timestamp", (value) => timeText(integerOf(value))],
  "TIMESTAMP WITH TIME ZONE": ["instant", (value) => timeText(integerOf(value))],
  UUID: ["uuid", uuidText],
};

/** A whole double of 16 digits and more was kept as text. */
function wide(value: Json | undefined): string | undefined {
  return typeof value === "string" && /^-?\d+$/.test(value) ? String(Number(value)) : undefined;
}

/** 128 bits come in two halves, the upper one with the sign. */
function integerOf(value: Json | undefined): bigint | undefined {
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) : undefined;
  if (typeof value === "string") return /^-?\d+$/.test(value) ? BigInt(value) : undefined;
  if (!isNode(value)) return undefined;
  const [upper, lower] = [integerOf(value["upper"]), integerOf(value["lower"])];
  return upper === undefined || lower === undefined ? undefined : (upper << 64n) + lower;
}

function decimalText(value: Json | undefined, info: Json | undefined): string | undefined {
  const unscaled = integerOf(value);
  const scale = field(info, "scale");
  if (unscaled === undefined || typeof scale !== "number") return undefined;
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  const part = scale > 0 ? `.${digits.slice(-scale)}` : "";
  return `${unscaled < 0n ? "-" : ""}${whole}${part}`;
}

const DAY = 86_400_000_000n;

/** Only years that every engine writes with four digits. */
function dayText(days: bigint | undefined): string | undefined {
  if (days === undefined || days < -719_162n || days > 2_932_896n) return undefined;
  return new Date(Number(days) * 86_400_000).toISOString().slice(0, 10);
}

function timeText(microseconds: bigint | undefined): string | undefined {
  if (microseconds === undefined) return undefined;
  const rest = ((microseconds % DAY) + DAY) % DAY;
  const day = dayText((microseconds - rest) / DAY);
  if (day === undefined) return undefined;
  const two = (value: bigint) => value.toString().padStart(2, "0");
  const seconds = rest / 1_000_000n;
  const time = `${two(seconds / 3600n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}`;
  return `${day} ${time}.${(rest % 1_000_000n).toString().padStart(6, "0")}`;
}

/** DuckDB turns the first bit round, so that uuids sort as numbers do. */
function uuidText(value: Json | undefined): string | undefined {
  const number = integerOf(value);
  if (number === undefined) return undefined;
  const bits = BigInt.asUintN(128, number) ^ (1n << 127n);
  const hex = bits.toString(16).padStart(32, "0");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
