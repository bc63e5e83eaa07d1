import type { Batch } from "@uwdata/flechette";
import type * as Flechette from "@uwdata/flechette";
import type { LogicalType } from "../../contract/logical-type.js";
import type { ColumnBuilder } from "../column-builder.js";

export type ArrowLibrary = typeof Flechette;
export type ArrowBatch = Batch<unknown>;

/** Whether a row has a value; without NULLs a batch may have no bitmap. */
export function isValid(batch: ArrowBatch, row: number): boolean {
  return batch.nullCount === 0 || !batch.validity?.length || batch.isValid(row);
}

/** Takes the values of one Arrow column into a column of ours. */
export interface ColumnReader {
  readonly type: LogicalType;
  /** Arrow's word for the type. */
  readonly native: string;
  /** Appends the value of a row that has one. */
  append(builder: ColumnBuilder, batch: ArrowBatch, row: number): void;
}
