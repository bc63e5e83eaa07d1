/** Lists, structs and maps of Arrow as JSON text, with the one text form of each value inside. */
import type { DataType, Field } from "@uwdata/flechette";
import { columnValues } from "../column-values.js";
import { createColumnBuilder } from "../column-builder.js";
import { isValid, type ArrowBatch, type ArrowLibrary, type ColumnReader } from "./arrow-values.js";

/** JSON text, so that no key is lost that an object would hold once only. */
type JsonText = (batch: ArrowBatch, row: number) => string;
const NULL = "null";
type ReaderOf = (field: Field) => ColumnReader | undefined;

/** Text of a row of a nested type; undefined when a type inside it has no counterpart. */
export function nestedText(
  arrow: ArrowLibrary,
  type: DataType,
  readerOf: ReaderOf,
): JsonText | undefined {
  const { Type } = arrow;
  switch (type.typeId) {
    case Type.List:
    case Type.LargeList:
    case Type.FixedSizeList: {
      const item = optional(itemText(arrow, type.children[0], readerOf));
      return (
        item &&
        ((batch, row) => {
          const [start, end] = listBounds(type, batch, row);
          return `[${rows(start, end, (at) => item(child(batch, 0), at)).join(",")}]`;
        })
      );
    }
    case Type.Map: {
      // A list of entries, which are structs of a key and a value.
      const entry = type.children[0]?.type;
      const [key, value] = (entry?.typeId === Type.Struct ? entry.children : []).map((field) =>
        optional(itemText(arrow, field, readerOf)),
      );
      if (!key || !value) return undefined;
      return (batch, row) => {
        const [start, end] = listBounds(type, batch, row);
        const entries = child(batch, 0);
        const pairs = rows(start, end, (at) => {
          const name: unknown = JSON.parse(key(child(entries, 0), at));
          return [
            typeof name === "string" ? name : JSON.stringify(name),
            value(child(entries, 1), at),
          ] as const;
        });
        return objectText(pairs);
      };
    }
    case Type.Struct: {
      const fields = type.children.map((field) => ({
        name: field.name,
        value: optional(itemText(arrow, field, readerOf)),
      }));
      if (fields.some(({ value }) => value === undefined)) return undefined;
      return (batch, row) =>
        objectText(
          fields.map(({ name, value }, i) => [name, value?.(child(batch, i), row) ?? NULL]),
        );
    }
    default:
      return undefined;
  }
}

function itemText(
  arrow: ArrowLibrary,
  field: Field | undefined,
  readerOf: ReaderOf,
): JsonText | undefined {
  if (!field) return undefined;
  const nested = nestedText(arrow, field.type, readerOf);
  if (nested) return nested;
  const reader = readerOf(field);
  if (!reader || reader.type === "list" || reader.type === "struct") return undefined;
  return (batch, row) => {
    const builder = createColumnBuilder(reader.type, 1);
    reader.append(builder, batch, row);
    // Nothing was appended for a type that has NULLs only.
    if (builder.rows === 0) return NULL;
    return JSON.stringify(columnValues(builder.finish(), 1)[0] ?? null);
  };
}

function optional(value: JsonText | undefined): JsonText | undefined {
  return value && ((batch, row) => (isValid(batch, row) ? value(batch, row) : NULL));
}

function objectText(pairs: readonly (readonly [name: string, value: string])[]): string {
  return `{${pairs.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(",")}}`;
}

function rows<T>(start: number, end: number, read: (row: number) => T): T[] {
  return Array.from({ length: end - start }, (_, i) => read(start + i));
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
