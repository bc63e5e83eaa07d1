/** One cell as the server sends it → a value in a column's builder. */
import type { LogicalType } from "../../contract/logical-type.js";
import { decimalParts } from "../../contract/logical-type.js";
import type { BytesBuilder } from "../../rows/bytes-builder.js";
import type { ColumnBuilder } from "../../rows/column-builder.js";
import type { FixedBuilder } from "../../rows/fixed-builder.js";
import { appendDecimal, appendInteger } from "../server/text-cells.js";
import { Unrepresentable } from "../server/unrepresentable.js";
import { daysOf, instantReader, timeOf, timestampOf } from "./moments.js";
import { nestedJson } from "./nested-json.js";
import type { Signature, TrinoType } from "./types.js";

/** Appends a cell that is not NULL. Throws {@link Unrepresentable} for what it cannot be. */
export type AppendCell = (cell: unknown) => void;

/** For a column of a type. */
export function cellAppender(
  builder: ColumnBuilder,
  { signature, logical }: TrinoType,
): AppendCell {
  if (builder.layout === "bytes") return textual(builder, signature, logical);
  const decimal = decimalParts(logical);
  if (decimal) {
    const wide = builder.width === 16;
    return (cell) => appendDecimal(builder, textIn(cell), decimal.scale, wide);
  }
  switch (logical) {
    case "int8":
    case "int16":
    case "int32":
    case "int64":
      return (cell) => appendWhole(builder, cell);
    case "float32":
    case "float64":
      return (cell) => builder.appendNumber(doubleOf(cell));
    case "bool":
      return (cell) => builder.appendNumber(boolOf(cell));
    case "date":
      return (cell) => builder.appendNumber(daysOf(textIn(cell)));
    case "time":
      return (cell) => builder.appendNumber(timeOf(textIn(cell)));
    case "timestamp":
      return (cell) => appendMicroseconds(builder, timestampOf(textIn(cell)), cell);
    case "instant": {
      const read = instantReader();
      return (cell) => appendMicroseconds(builder, read(textIn(cell)), cell);
    }
    default:
      throw new Error(`A cell has no layout for ${logical}`);
  }
}

function textual(builder: BytesBuilder, signature: Signature, type: LogicalType): AppendCell {
  if (type === "bytes") return (cell) => builder.appendBytes(Buffer.from(textIn(cell), "base64"));
  if (signature.inner.length > 0) {
    return (cell) => builder.appendText(nestedJson(signature, cell));
  }
  return (cell) => builder.appendText(typeof cell === "string" ? cell : JSON.stringify(cell));
}

function textIn(cell: unknown): string {
  if (typeof cell === "string") return cell;
  throw new Unrepresentable(`what is no text: ${JSON.stringify(cell)}`);
}

/** Numbers beyond what a double holds come as their text. */
function appendWhole(builder: FixedBuilder, cell: unknown): void {
  if (typeof cell === "number" && Number.isSafeInteger(cell)) builder.appendNumber(cell);
  else appendInteger(builder, textIn(cell));
}

/** As JSON cannot write it. */
const SPECIAL: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity,
  "-Infinity": -Infinity,
};

function doubleOf(cell: unknown): number {
  if (typeof cell === "number") return cell;
  const text = textIn(cell);
  const value = SPECIAL[text] ?? Number(text);
  if (Number.isNaN(value) && text !== "NaN") throw new Unrepresentable(text);
  return value;
}

function boolOf(cell: unknown): number {
  if (typeof cell === "boolean") return cell ? 1 : 0;
  throw new Unrepresentable(JSON.stringify(cell));
}

function appendMicroseconds(builder: FixedBuilder, value: number | bigint, cell: unknown): void {
  if (typeof value === "number") builder.appendNumber(value);
  else if (BigInt.asIntN(64, value) === value) builder.appendBigInt(value);
  else throw new Unrepresentable(String(cell));
}
