import type { Batch } from "@uwdata/flechette";
import type * as Flechette from "@uwdata/flechette";

export type ArrowLibrary = typeof Flechette;
export type ArrowBatch = Batch<unknown>;

/** Whether a row has a value; without NULLs a batch may have no bitmap. */
export function isValid(batch: ArrowBatch, row: number): boolean {
  return batch.nullCount === 0 || !batch.validity?.length || batch.isValid(row);
}
