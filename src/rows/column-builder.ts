/**
 * Rows become batches here: one builder per column, values appended row by row, `finish` hands out
 * the column. Decoders that know the layout may write into a builder's arrays themselves instead of
 * calling the append methods.
 */
import type { LogicalType } from "../contract/logical-type.js";
import { BATCH_ROWS, layoutOf, type Batch } from "./batch.js";
import { BytesBuilder } from "./bytes-builder.js";
import { FixedBuilder } from "./fixed-builder.js";

export type ColumnBuilder = FixedBuilder | BytesBuilder;

/** A builder for the layout of `type`. It grows beyond `capacity`, at the price of a copy. */
export function createColumnBuilder(type: LogicalType, capacity = BATCH_ROWS): ColumnBuilder {
  const layout = layoutOf(type);
  return layout === "bytes"
    ? new BytesBuilder(type, capacity)
    : new FixedBuilder(type, layout, capacity);
}

/** The rows appended so far; all builders are empty afterwards. */
export function finishBatch(builders: readonly ColumnBuilder[], rows: number): Batch {
  return { rows, columns: builders.map((builder) => builder.finish()) };
}
