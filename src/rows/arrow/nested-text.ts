/** Lists, structs and maps of Arrow as JSON text, with the one text form of each value inside. */
import type { DataType, Field } from "@uwdata/flechette";
import { columnValues } from "../column-values.js";
import { createColumnBuilder } from "../column-builder.js";
import { isValid, type ArrowBatch, type ArrowLibrary, type ColumnReader } from "./arrow-values.js";

type JsonValue = (batch: ArrowBatch, row: number) => unknown;
type ReaderOf = (field: Field) => ColumnReader | undefined;

/** Text of a row of a nested type; undefined when a type inside it has no counterpart. */
export function nestedText(
  arrow: ArrowLibrary,
  type: DataType,
  readerOf: ReaderOf,
): ((batch: ArrowBatch, row: number) => string) | undefined {
  const value = nestedValue(arrow, type, readerOf);
  return value && ((batch, row) => JSON.stringify(value(batch, row)));
}

function nestedValue(
  arrow: ArrowLibrary,
  type: DataType,
  readerOf: ReaderOf,
): JsonValue | undefined {
  const { Type } = arrow;
  switch (type.typeId) {
    case Type.List:
    case Type.LargeList:
    case Type.FixedSizeList: {
      const item = optional(itemValue(arrow, type.children[0], readerOf));
      return (
        item &&
        ((batch, row) => {
          const [start, end] = listBounds(type, batch, row);
          return rows(child(batch, 0), start, end, item);
        })
      );
    }
    case Type.Map: {
      const entry = type.children[0]?.type;
      const entries = entry && nestedValue(arrow, entry, readerOf);
      return (
        entries &&
        ((batch, row) => {
          const [start, end] = listBounds(type, batch, row);
          const pairs = rows(child(batch, 0), start, end, entries);
          // Each is an object of key and value, in this order.
          return Object.fromEntries(
            pairs.map((pair) => {
              const [key, value] = Object.values(pair as Record<string, unknown>);
              return [String(key), value];
            }),
          );
        })
      );
    }
    case Type.Struct: {
      const fields = type.children.map((field) => ({
        name: field.name,
        value: optional(itemValue(arrow, field, readerOf)),
      }));
      if (fields.some(({ value }) => value === undefined)) return undefined;
      return (batch, row) =>
        Object.fromEntries(
          fields.map(({ name, value }, i) => [name, value?.(child(batch, i), row) ?? null]),
        );
    }
    default:
      return undefined;
  }
}

function itemValue(
  arrow: ArrowLibrary,
  field: Field | undefined,
  readerOf: ReaderOf,
): JsonValue | undefined {
  if (!field) return undefined;
  const nested = nestedValue(arrow, field.type, readerOf);
  if (nested) return nested;
  const reader = readerOf(field);
  if (!reader || reader.type === "list" || reader.type === "struct") return undefined;
  return (batch, row) => {
    const builder = createColumnBuilder(reader.type, 1);
    reader.append(builder, batch, row);
    // Nothing was appended for a type that has NULLs only.
    if (builder.rows === 0) return null;
    return columnValues(builder.finish(), 1)[0] ?? null;
  };
}

function optional(value: JsonValue | undefined): JsonValue | undefined {
  return value && ((batch, row) => (isValid(batch, row) ? value(batch, row) : null));
}

function rows(batch: ArrowBatch, start: number, end: number, value: JsonValue): unknown[] {
  return Array.from({ length: end - start }, (_, i) => value(batch, start + i));
}

function listBounds(type: DataType, { offsets }: ArrowBatch, row: number): [number, number] {
  if ("stride" in type) return [row * type.stride, (row + 1) * type.stride];
  return [Number(offsets?.[row] ?? 0), Number(offsets?.[row + 1] ?? 0)];
}

function child(batch: ArrowBatch, index: number): ArrowBatch {
  const found = batch.children?.[index];
  if (!found) throw new Error("The Arrow batch lacks a part of its type");
  return found;
}
