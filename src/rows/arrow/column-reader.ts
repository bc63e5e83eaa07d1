/**
 * What Arrow's types are in Headwater, and how a value gets from an Arrow batch into a column of
 * ours.
 */
import type { Column, DataType, Field } from "@uwdata/flechette";
import type { LogicalType } from "../../contract/logical-type.js";
import { decimalText } from "../../contract/value-text.js";
import type { ColumnBuilder } from "../column-builder.js";
import { isValid, type ArrowBatch, type ArrowLibrary, type ColumnReader } from "./arrow-values.js";
import { nestedText } from "./nested-text.js";

const EXTENSION = "ARROW:extension:name";

/** As {@link columnReader}, for a field, whose metadata may name a type over its own. */
export function fieldReader(
  arrow: ArrowLibrary,
  { type, metadata }: Pick<Field, "type" | "metadata">,
  onCut: () => void,
): ColumnReader | undefined {
  const isUuid = metadata?.get(EXTENSION) === "arrow.uuid";
  if (!isUuid || type.typeId !== arrow.Type.FixedSizeBinary || type.stride !== 16) {
    return columnReader(arrow, type, onCut);
  }
  return {
    type: "uuid",
    native: "arrow.uuid",
    append(builder, batch, row) {
      // Batches of this type yield parts of their buffer.
      const hex = Buffer.from(batch.value(row) as Uint8Array).toString("hex");
      const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20)];
      bytesBuilder(builder).appendText([...parts, hex.slice(20)].join("-"));
    },
  };
}

/**
 * Undefined for types that have no counterpart. `onCut` is called when a time had to lose its
 * nanoseconds.
 */
function columnReader(
  arrow: ArrowLibrary,
  type: DataType,
  onCut: () => void,
): ColumnReader | undefined {
  const { Type } = arrow;
  const native = typeName(arrow, type);
  const as = (logical: LogicalType, append: ColumnReader["append"]): ColumnReader => ({
    type: logical,
    native,
    append,
  });
  switch (type.typeId) {
    case Type.Null:
      return as("text", () => undefined);
    case Type.Int:
      return as(`${type.signed ? "int" : "uint"}${type.bitWidth}`, appendRaw);
    case Type.Float:
      if (type.precision === arrow.Precision.HALF) {
        return as("float32", (builder, batch, row) => appendWhole(builder, batch.value(row)));
      }
      return as(type.precision === arrow.Precision.SINGLE ? "float32" : "float64", appendRaw);
    case Type.Bool:
      return as("bool", (builder, batch, row) => appendWhole(builder, batch.value(row) ? 1 : 0));
    case Type.Decimal:
      return decimalReader(type.precision, type.scale, as);
    case Type.Date:
      if (type.unit === arrow.DateUnit.DAY) return as("date", appendRaw);
      return as("date", (builder, batch, row) =>
        appendWhole(builder, floorDivide(rawBigInt(batch, row), 86_400_000n)),
      );
    case Type.Time:
      return as("time", microsecondAppender(arrow, type.unit, onCut));
    case Type.Timestamp:
      return as(
        type.timezone === null || type.timezone === "" ? "timestamp" : "instant",
        microsecondAppender(arrow, type.unit, onCut),
      );
    case Type.Utf8:
      return as("text", (builder, batch, row) => {
        // The layout of this type: offsets of 32 bits into UTF-8.
        const { values, offsets } = batch as unknown as { values: Uint8Array; offsets: Int32Array };
        bytesBuilder(builder).appendBytes(values, offsets[row], offsets[row + 1]);
      });
    case Type.LargeUtf8:
    case Type.Utf8View:
      return as("text", (builder, batch, row) =>
        bytesBuilder(builder).appendText(String(batch.value(row))),
      );
    case Type.Binary:
    case Type.LargeBinary:
    case Type.BinaryView:
    case Type.FixedSizeBinary:
      return as("bytes", (builder, batch, row) =>
        // Batches of these types yield parts of their buffer.
        bytesBuilder(builder).appendBytes(batch.value(row) as Uint8Array),
      );
    case Type.Dictionary:
      return dictionaryReader(columnReader(arrow, type.dictionary, onCut));
    case Type.List:
    case Type.LargeList:
    case Type.FixedSizeList:
    case Type.Struct:
    case Type.Map: {
      const text = nestedText(arrow, type, (child) => fieldReader(arrow, child, onCut));
      if (!text) return undefined;
      const isList = type.typeId !== Type.Struct && type.typeId !== Type.Map;
      return as(isList ? "list" : "struct", (builder, batch, row) =>
        bytesBuilder(builder).appendText(text(batch, row)),
      );
    }
    default:
      return undefined;
  }
}

/** Arrow's name of a type, such as `Duration`. */
export function typeName({ Type }: ArrowLibrary, type: DataType): string {
  return Object.entries(Type).find(([, id]) => id === type.typeId)?.[0] ?? "unknown";
}

/** More digits than a decimal column holds travel as text, as those of PostgreSQL do. */
function decimalReader(
  precision: number,
  scale: number,
  as: (type: LogicalType, append: ColumnReader["append"]) => ColumnReader,
): ColumnReader {
  // Scaled integers, as the reader of the file was asked for.
  const unscaled = (batch: ArrowBatch, row: number) => BigInt(batch.value(row) as number | bigint);
  if (precision <= 38 && scale >= 0 && scale <= precision) {
    return as(`decimal(${precision},${scale})`, (builder, batch, row) =>
      appendWhole(builder, unscaled(batch, row)),
    );
  }
  return as("decimal", (builder, batch, row) => {
    const value = unscaled(batch, row) * 10n ** BigInt(Math.max(0, -scale));
    bytesBuilder(builder).appendText(decimalText(value, Math.max(0, scale)));
  });
}

/** Each row holds the place of its value in a column of values. */
function dictionaryReader(of: ColumnReader | undefined): ColumnReader | undefined {
  return (
    of && {
      ...of,
      append(builder, batch, row) {
        // What flechette's batches of this type have besides.
        const { dictionary } = batch as unknown as { dictionary: Column<unknown> };
        const key = Number(raw(batch, row));
        const part = dictionary.data.findIndex((_, i) => key < (dictionary.offsets[i + 1] ?? 0));
        const values = dictionary.data[part];
        const place = key - (dictionary.offsets[part] ?? 0);
        if (!values || !isValid(values, place)) builder.appendNull();
        else of.append(builder, values, place);
      },
    }
  );
}

function microsecondAppender(
  { TimeUnit }: ArrowLibrary,
  unit: number,
  onCut: () => void,
): ColumnReader["append"] {
  if (unit === TimeUnit.NANOSECOND) {
    return (builder, batch, row) => {
      const nanoseconds = rawBigInt(batch, row);
      if (nanoseconds % 1000n !== 0n) onCut();
      appendWhole(builder, floorDivide(nanoseconds, 1000n));
    };
  }
  const factor = unit === TimeUnit.SECOND ? 1_000_000n : unit === TimeUnit.MILLISECOND ? 1000n : 1n;
  return (builder, batch, row) => appendWhole(builder, rawBigInt(batch, row) * factor);
}

function appendRaw(builder: ColumnBuilder, batch: ArrowBatch, row: number): void {
  appendWhole(builder, raw(batch, row));
}

function appendWhole(builder: ColumnBuilder, value: unknown): void {
  // Readers and builders are made for the same type.
  if (!("appendNumber" in builder)) throw new Error(`${builder.type} holds no numbers`);
  if (typeof value === "bigint") builder.appendBigInt(value);
  else builder.appendNumber(Number(value));
}

function bytesBuilder(builder: ColumnBuilder) {
  if (!("appendText" in builder)) throw new Error(`${builder.type} holds no text`);
  return builder;
}

function raw(batch: ArrowBatch, row: number): number | bigint {
  return batch.values?.[row] ?? 0;
}

function rawBigInt(batch: ArrowBatch, row: number): bigint {
  return BigInt(raw(batch, row));
}

function floorDivide(value: bigint, by: bigint): bigint {
  const rest = ((value % by) + by) % by;
  return (value - rest) / by;
}
