/** Columns as small numbers: equal values have equal numbers, in order of first appearance. */
import type { CubeKey } from "../contract/cube.js";
import type { Value } from "../contract/result.js";
import { columnAt, type FoldColumn, type FoldTable } from "./table.js";

export interface Codes {
  /** The number of each row. */
  readonly ofRow: Int32Array;
  /** The row in which each number appears first: whose value stands for all that are equal. */
  readonly firstRows: readonly number[];
  /** No two different texts have one number. */
  readonly isPlain: boolean;
}

/** Numbers of one column, by its classes where the source has its own idea of what is equal. */
export function codesOf(table: FoldTable, { column, classes }: CubeKey): Codes {
  const values = columnAt(table, column);
  if (classes === undefined) {
    const isPlain = values.type !== "decimal";
    const keyOf = isPlain ? (values.key ?? values.value) : sameNumber(values);
    return { ...encode(table.rows, keyOf), isPlain };
  }
  const { value } = columnAt(table, classes);
  // NULL is one class of its own, whatever number it has.
  const coded = encode(table.rows, (row) => (values.value(row) === null ? null : value(row)));
  return { ...coded, isPlain: false };
}

/** Numbers of several columns together: equal where all of them are. */
export function combineCodes(rows: number, parts: readonly Codes[]): Codes {
  const [first, ...others] = parts;
  const firstRows = rows > 0 ? [0] : [];
  if (!first) return { ofRow: new Int32Array(rows), firstRows, isPlain: false };
  return others.reduce((left, right) => {
    const size = right.firstRows.length;
    const both = (row: number) => (left.ofRow[row] ?? 0) * size + (right.ofRow[row] ?? 0);
    const most = left.firstRows.length * size;
    const coded = most > MOST_LISTED ? encode(rows, both) : encodeNumbers(rows, both, most);
    return { ...coded, isPlain: false };
  }, first);
}

/** Up to so many different numbers are looked up in a list. */
const MOST_LISTED = 4_000_000;

type Encoded = Omit<Codes, "isPlain">;

/** As {@link encode}, of whole numbers below `most`. */
function encodeNumbers(rows: number, keyOf: (row: number) => number, most: number): Encoded {
  const ofRow = new Int32Array(rows);
  const firstRows: number[] = [];
  // Numbers from 1 on; 0 is none yet.
  const numbers = new Int32Array(most);
  for (let row = 0; row < rows; row++) {
    const key = keyOf(row);
    if (numbers[key] === 0) numbers[key] = firstRows.push(row);
    ofRow[row] = (numbers[key] ?? 0) - 1;
  }
  return { ofRow, firstRows };
}

function encode(rows: number, keyOf: (row: number) => Value): Encoded {
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
function sameNumber({ value }: FoldColumn): (row: number) => Value {
  return (row) => {
    const text = value(row);
    return typeof text === "string" && text.includes(".") ? text.replace(/\.?0+$/, "") : text;
  };
}
