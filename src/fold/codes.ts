/** Columns as small numbers: equal values have equal numbers, in order of first appearance. */
import type { CubeKey } from "../contract/cube.js";
import type { Value } from "../contract/result.js";
import { columnAt, type FoldColumn, type FoldTable } from "./table.js";

export interface Codes {
  /** The number of each row. */
  readonly ofRow: Int32Array;
  /** The row in which each number appears first: whose value stands for all that are equal. */
  readonly firstRows: readonly number[];
}

/** Numbers of one column, by its classes where the source has its own idea of what is equal. */
export function codesOf(table: FoldTable, { column, classes }: CubeKey): Codes {
  const values = columnAt(table, column);
  if (classes === undefined) return encode(table.rows, sameValue(values));
  const { value } = columnAt(table, classes);
  // NULL is one class of its own, whatever number it has.
  return encode(table.rows, (row) => (values.value(row) === null ? null : value(row)));
}

/** Numbers of several columns together: equal where all of them are. */
export function combineCodes(rows: number, parts: readonly Codes[]): Codes {
  const [first, ...others] = parts;
  if (!first) return { ofRow: new Int32Array(rows), firstRows: rows > 0 ? [0] : [] };
  return others.reduce((left, right) => {
    const size = right.firstRows.length;
    return encode(rows, (row) => (left.ofRow[row] ?? 0) * size + (right.ofRow[row] ?? 0));
  }, first);
}

function encode(rows: number, keyOf: (row: number) => Value): Codes {
  const ofRow = new Int32Array(rows);
  const firstRows: number[] = [];
  const numbers = new Map<Value, number>();
  for (let row = 0; row < rows; row++) {
    const key = keyOf(row);
    let number = numbers.get(key);
    if (number === undefined) {
      number = firstRows.length;
      numbers.set(key, number);
      firstRows.push(row);
    }
    ofRow[row] = number;
  }
  return { ofRow, firstRows };
}

/** `1.50` and `1.5` are one number, whose digits a bare decimal keeps as they were. */
function sameValue({ type, value }: FoldColumn): (row: number) => Value {
  if (type !== "decimal") return value;
  return (row) => {
    const text = value(row);
    return typeof text === "string" && text.includes(".") ? text.replace(/\.?0+$/, "") : text;
  };
}
