import { BATCH_BYTES, BATCH_ROWS, type Batch } from "../../rows/batch.js";
import { finishBatch, type ColumnBuilder } from "../../rows/column-builder.js";
import { TypeContradiction, type Column } from "../../rows/stream.js";
import { Unrepresentable } from "./unrepresentable.js";
import { TORN, type RowFunction } from "./row-function.js";

/** Rows as they come on the wire → batches. */
export class RowDecoder {
  #rows = 0;
  #bytes = 0;
  #began = false;

  constructor(
    readonly columns: readonly Column[],
    private readonly builders: readonly ColumnBuilder[],
    /** Appends one row to the builders. */
    private readonly row: RowFunction,
    /** Has the last word on each batch. */
    private readonly mend: (batch: Batch) => Batch = (batch) => batch,
  ) {}

  /**
   * Takes the body of one row; a batch comes back when it is full. Throws a TypeContradiction for a
   * value that its column cannot hold, a RangeError for a row that is not one.
   */
  add(bytes: Buffer, start: number, end: number): Batch | undefined {
    try {
      if (this.row(bytes, start, end) !== end) throw new RangeError(TORN);
    } catch (error) {
      if (error instanceof Unrepresentable) throw this.#contradiction(error);
      throw error;
    }
    this.#began = true;
    this.#rows += 1;
    this.#bytes += end - start;
    const full = this.#rows === BATCH_ROWS || this.#bytes >= BATCH_BYTES;
    return full ? this.finish() : undefined;
  }

  /** Whether a row has come. */
  get began(): boolean {
    return this.#began;
  }

  /** The rows since the last batch, if any. */
  finish(): Batch | undefined {
    if (this.#rows === 0) return undefined;
    const batch = finishBatch(this.builders, this.#rows);
    this.#rows = 0;
    this.#bytes = 0;
    return this.mend(batch);
  }

  /** The first builder that has not taken the row is the one whose value did not fit. */
  #contradiction({ message }: Unrepresentable): TypeContradiction {
    const index = this.builders.findIndex((builder) => builder.rows === this.#rows);
    const { name = "", nativeType = "" } = this.columns[index] ?? {};
    return new TypeContradiction(index, `\`${name}\` (${nativeType}) holds ${message}.`);
  }
}
