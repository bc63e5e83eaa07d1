import type { LogicalType } from "../contract/logical-type.js";
import type { Result, Value } from "../contract/result.js";

/** A column of which values are made when they are asked for, in the text form of the contract. */
export interface FoldColumn {
  readonly name: string;
  readonly type: LogicalType;
  readonly length: number;
  readonly value: (row: number) => Value;
  /** Equal where the values are, and made with less work. */
  readonly key?: (row: number) => Value;
}

/** Columns of equally many rows. */
export interface FoldTable {
  readonly rows: number;
  readonly columns: readonly FoldColumn[];
}

/** A result in memory as a table. */
export function tableOf({ rows, columns }: Pick<Result, "rows" | "columns">): FoldTable {
  return {
    rows,
    columns: columns.map(({ name, type, values }) => ({
      name,
      type,
      length: values.length,
      value: (row) => values[row] ?? null,
    })),
  };
}

/** A column of a plan, which names only such as are stored. */
export function columnAt({ columns }: FoldTable, position: number): FoldColumn {
  const column = columns[position];
  if (!column) throw new Error(`The stored result lacks column ${position}`);
  return column;
}
