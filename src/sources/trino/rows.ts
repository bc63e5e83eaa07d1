/** Pages of rows → batches. */
import { BATCH_BYTES, BATCH_ROWS, type Batch } from "../../rows/batch.js";
import { createColumnBuilder, finishBatch, type ColumnBuilder } from "../../rows/column-builder.js";
import { TypeContradiction } from "../../rows/stream.js";
import { ProtocolSurprise } from "../server/refusal.js";
import type { ResultShape } from "../server/result-shape.js";
import { Unrepresentable } from "../server/unrepresentable.js";
import { cellAppender, type AppendCell } from "./cells.js";
import type { TrinoType } from "./types.js";

/** Rows between two looks at the size of a batch. */
const LOOK = 1024;

export type Row = readonly unknown[];

export class RowDecoder {
  readonly #columns: { readonly builder: ColumnBuilder; readonly append: AppendCell }[];
  #rows = 0;

  constructor(private readonly shape: ResultShape<TrinoType>) {
    this.#columns = shape.types.map((type) => {
      const builder = createColumnBuilder(type.logical);
      return { builder, append: cellAppender(builder, type) };
    });
  }

  /**
   * The batches that become full with these rows. Throws a TypeContradiction for a value that its
   * column cannot hold.
   */
  *add(rows: readonly Row[]): Generator<Batch, void, undefined> {
    const { length: width } = this.#columns;
    if (rows.some((row) => row.length !== width)) {
      throw new ProtocolSurprise(`a row has other cells than the ${width} columns`);
    }
    for (let from = 0; from < rows.length;) {
      const to = Math.min(rows.length, from + Math.min(LOOK, BATCH_ROWS - this.#rows));
      let bytes = 0;
      for (const [index, { builder, append }] of this.#columns.entries()) {
        try {
          for (let at = from; at < to; at++) {
            const cell = rows[at]?.[index];
            if (cell === null || cell === undefined) builder.appendNull();
            else append(cell);
          }
        } catch (error) {
          throw error instanceof Unrepresentable ? this.#contradiction(index, error) : error;
        }
        bytes += builder.bytes;
      }
      this.#rows += to - from;
      from = to;
      if (this.#rows >= BATCH_ROWS || bytes >= BATCH_BYTES) yield* this.rest();
    }
  }

  /** The rows since the last batch, if any. */
  *rest(): Generator<Batch, void, undefined> {
    if (this.#rows === 0) return;
    const rows = this.#rows;
    this.#rows = 0;
    const builders = this.#columns.map(({ builder }) => builder);
    yield finishBatch(builders, rows);
  }

  #contradiction(index: number, { message }: Unrepresentable): TypeContradiction {
    const { name = "", nativeType = "" } = this.shape.columns[index] ?? {};
    return new TypeContradiction(index, `\`${name}\` (${nativeType}) holds ${message}.`);
  }
}
