/** The rows of a result → batches. */
import type { Diagnostic } from "../../../contract/diagnostic.js";
import { createDiagnostic } from "../../../diagnostics/index.js";
import { BATCH_BYTES, BATCH_ROWS, type Batch } from "../../../rows/batch.js";
import {
  createColumnBuilder,
  finishBatch,
  type ColumnBuilder,
} from "../../../rows/column-builder.js";
import { TypeContradiction } from "../../../rows/stream.js";
import type { ResultShape } from "../../server/result-shape.js";
import { Unrepresentable } from "../../server/unrepresentable.js";
import type { Cells } from "../driver.js";
import { createDecoder, type Append } from "./decoders.js";
import type { CellType } from "./types.js";

export class RowDecoder {
  readonly #columns: { readonly builder: ColumnBuilder; readonly append: Append }[];
  readonly #cut: number[];
  #rows = 0;

  constructor(private readonly shape: ResultShape<CellType>) {
    this.#cut = shape.types.map(() => 0);
    this.#columns = shape.types.map((type, index) => {
      const builder = createColumnBuilder(type.logical);
      const onCut = () => {
        this.#cut[index] = (this.#cut[index] ?? 0) + 1;
      };
      return { builder, append: createDecoder(type, builder, onCut) };
    });
  }

  /** How many rows may come until the batch has to be looked at. */
  get room(): number {
    return Math.min(LOOK, BATCH_ROWS - this.#rows);
  }

  /**
   * Takes at most `room` rows; a batch comes back when it is full. Throws a TypeContradiction for a
   * value that its column cannot hold.
   */
  add(rows: readonly Cells[]): Batch | undefined {
    let bytes = 0;
    for (const [index, { builder, append }] of this.#columns.entries()) {
      try {
        appendColumn(rows, index, builder, append);
      } catch (error) {
        if (!(error instanceof Unrepresentable)) throw error;
        throw this.#contradiction(index, error);
      }
      bytes += builder.bytes;
    }
    this.#rows += rows.length;
    return this.#rows >= BATCH_ROWS || bytes >= BATCH_BYTES ? this.finish() : undefined;
  }

  /** The rows since the last batch, if any. */
  finish(): Batch | undefined {
    if (this.#rows === 0) return undefined;
    const rows = this.#rows;
    this.#rows = 0;
    return finishBatch(
      this.#columns.map(({ builder }) => builder),
      rows,
    );
  }

  /** What the values lost so far. */
  warnings(): Diagnostic[] {
    return this.#cut.flatMap((count, index) => {
      const column = this.shape.columns[index]?.name ?? "";
      return count > 0 ? [createDiagnostic("fractions-cut", { column, count })] : [];
    });
  }

  #contradiction(index: number, { message }: Unrepresentable): TypeContradiction {
    const { name = "", nativeType = "" } = this.shape.columns[index] ?? {};
    return new TypeContradiction(index, `\`${name}\` (${nativeType}) holds ${message}.`);
  }
}

/** Rows between two looks at the size of a batch. */
const LOOK = 1024;

function appendColumn(
  rows: readonly Cells[],
  index: number,
  builder: ColumnBuilder,
  append: Append,
): void {
  for (const row of rows) {
    const cell = row[index];
    if (cell === null || cell === undefined) builder.appendNull();
    else append(cell);
  }
}
