/** One cell as the service sends it → a value in a column's builder. */
import type { LogicalType } from "../../contract/logical-type.js";
import { decimalParts } from "../../contract/logical-type.js";
import type { BytesBuilder } from "../../rows/bytes-builder.js";
import type { ColumnBuilder } from "../../rows/column-builder.js";
import type { FixedBuilder } from "../../rows/fixed-builder.js";
import { daysOfDate } from "../../rows/calendar.js";
import { appendDecimal, appendInteger, digitsIn } from "../server/text-cells.js";
import { Unrepresentable } from "../server/unrepresentable.js";
import { nestedJson } from "./nested-json.js";
import type { Field } from "./types.js";

/** Appends a cell that is not NULL. Throws {@link Unrepresentable} for what it cannot be. */
export type AppendCell = (cell: unknown) => void;

const MICROSECONDS = 1_000_000;
const DAY = 86_400 * MICROSECONDS;

/** For a column of a type. */
export function cellAppender(builder: ColumnBuilder, field: Field, type: LogicalType): AppendCell {
  if (builder.layout === "bytes") return textual(builder, field, type);
  const decimal = decimalParts(type);
  const { width } = builder;
  if (decimal) return (cell) => appendDecimal(builder, textIn(cell), decimal.scale, width === 16);
  switch (type) {
    case "int64":
      return (cell) => appendInteger(builder, textIn(cell));
    case "float64":
      return (cell) => builder.appendNumber(doubleOf(textIn(cell)));
    case "bool":
      return (cell) => builder.appendNumber(boolOf(textIn(cell)));
    case "date":
      return (cell) => builder.appendNumber(daysIn(textIn(cell)));
    case "time":
      return (cell) => builder.appendNumber(timeIn(textIn(cell), 0));
    case "timestamp":
      return (cell) => appendDatetime(builder, textIn(cell));
    case "instant":
      return (cell) => appendInteger(builder, textIn(cell));
    default:
      throw new Error(`A cell has no layout for ${type}`);
  }
}

function textual(builder: BytesBuilder, field: Field, type: LogicalType): AppendCell {
  if (type === "bytes") return (cell) => builder.appendBytes(Buffer.from(textIn(cell), "base64"));
  if (field.repeated || field.type === "STRUCT") {
    return (cell) => builder.appendText(nestedJson(field, cell));
  }
  return (cell) => builder.appendText(textIn(cell));
}

function textIn(cell: unknown): string {
  if (typeof cell === "string") return cell;
  throw new Unrepresentable(`what is no text: ${JSON.stringify(cell)}`);
}

const DOUBLES: Readonly<Record<string, number>> = {
  nan: Number.NaN,
  inf: Infinity,
  "+inf": Infinity,
  "-inf": -Infinity,
  infinity: Infinity,
  "+infinity": Infinity,
  "-infinity": -Infinity,
};

/** The service and its emulators spell what is no number in several ways. */
export function doubleOf(text: string): number {
  const value = Number(text);
  if (!Number.isNaN(value) && text !== "") return value;
  const special = DOUBLES[text.toLowerCase()];
  if (special === undefined) throw new Unrepresentable(text);
  return special;
}

function boolOf(text: string): number {
  if (text === "true") return 1;
  if (text === "false") return 0;
  throw new Unrepresentable(text);
}

/** Days since 1970 of a text that begins with `2024-01-31`. */
function daysIn(text: string): number {
  const days =
    text[4] === "-" && text[7] === "-"
      ? daysOfDate(digitsIn(text, 0, 4), digitsIn(text, 5, 7), digitsIn(text, 8, 10))
      : undefined;
  if (days === undefined) throw new Unrepresentable(text);
  return days;
}

/** Microseconds of the `23:59:59.999999` that stands at a place. */
function timeIn(text: string, start: number): number {
  if (text[start + 2] !== ":" || text[start + 5] !== ":") throw new Unrepresentable(text);
  const hours = digitsIn(text, start, start + 2);
  const minutes = digitsIn(text, start + 3, start + 5);
  const seconds = digitsIn(text, start + 6, start + 8);
  const digits = text.slice(start + 9, start + 15);
  const fraction = digits === "" ? 0 : Number(digits) * 10 ** (6 - digits.length);
  if (Number.isNaN(fraction)) throw new Unrepresentable(text);
  return ((hours * 60 + minutes) * 60 + seconds) * MICROSECONDS + fraction;
}

function appendDatetime(builder: FixedBuilder, text: string): void {
  const value = daysIn(text) * DAY;
  const time = text.length > 10 ? timeIn(text, 11) : 0;
  const sum = value + time;
  if (Number.isSafeInteger(sum)) builder.appendNumber(sum);
  else builder.appendBigInt(BigInt(value) + BigInt(time));
}
