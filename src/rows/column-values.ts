import { decimalParts, type LogicalType } from "../contract/logical-type.js";
import type { Value } from "../contract/result.js";
import {
  dateText,
  decimalText,
  float32Value,
  floatValue,
  instantText,
  integerValue,
  timestampText,
  timeText,
} from "../contract/value-text.js";
import type { BatchColumn, FixedColumn, VariableColumn } from "./batch.js";

/** The values of `rows` rows of a batch's column, from one of them on, in their one text form. */
export function columnValues(column: BatchColumn, rows: number, from = 0): Value[] {
  const { validity } = column;
  const value = column.layout === "bytes" ? variableValue(column) : fixedValue(column);
  const values = Array.from<Value>({ length: rows });
  for (let index = 0; index < rows; index++) {
    const row = from + index;
    values[index] = hasValue(validity, row) ? value(row) : null;
  }
  return values;
}

/** Whether a row has a value according to a validity bitmap. */
export function hasValue(validity: Uint8Array | null, row: number): boolean {
  return validity === null || ((validity[row >> 3] ?? 0) & (1 << (row & 7))) !== 0;
}

function variableValue(column: VariableColumn): (row: number) => Value {
  const bytes = Buffer.from(column.bytes.buffer, column.bytes.byteOffset, column.bytes.byteLength);
  const encoding = column.type === "bytes" ? "base64" : "utf8";
  return (row) => bytes.toString(encoding, column.offsets[row], column.offsets[row + 1]);
}

function fixedValue(column: FixedColumn): (row: number) => Value {
  const scale = decimalParts(column.type)?.scale;
  if (scale !== undefined) {
    const unscaled = bigintReader(column);
    return (row) => decimalText(unscaled(row), scale);
  }
  switch (column.layout) {
    case "bool": {
      const flags = new Uint8Array(column.values);
      return (row) => flags[row] !== 0;
    }
    case "int8":
      return numberReader(new Int8Array(column.values));
    case "int16":
      return numberReader(new Int16Array(column.values));
    case "int32": {
      const numbers = numberReader(new Int32Array(column.values));
      return column.type === "date" ? (row) => dateText(numbers(row)) : numbers;
    }
    case "uint8":
      return numberReader(new Uint8Array(column.values));
    case "uint16":
      return numberReader(new Uint16Array(column.values));
    case "uint32":
      return numberReader(new Uint32Array(column.values));
    case "float32": {
      const numbers = numberReader(new Float32Array(column.values));
      return (row) => float32Value(numbers(row));
    }
    case "float64": {
      const numbers = numberReader(new Float64Array(column.values));
      return (row) => floatValue(numbers(row));
    }
    default: {
      // 64 and 128 bits.
      const text = bigintText(column.type);
      const bigints = bigintReader(column);
      return (row) => text(bigints(row));
    }
  }
}

function bigintText(type: LogicalType): (value: bigint) => Value {
  switch (type) {
    case "time":
      return (value) => timeText(Number(value));
    case "timestamp":
      return timestampText;
    case "instant":
      return instantText;
    default:
      return integerValue;
  }
}

function numberReader(values: ArrayLike<number>): (row: number) => number {
  return (row) => values[row] ?? 0;
}

function bigintReader(column: FixedColumn): (row: number) => bigint {
  if (column.layout === "int128") {
    const low = new BigUint64Array(column.values);
    const high = new BigInt64Array(column.values);
    return (row) => ((high[row * 2 + 1] ?? 0n) << 64n) | (low[row * 2] ?? 0n);
  }
  const values =
    column.layout === "uint64"
      ? new BigUint64Array(column.values)
      : new BigInt64Array(column.values);
  return (row) => values[row] ?? 0n;
}
