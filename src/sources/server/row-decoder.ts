import { BATCH_BYTES, BATCH_ROWS, type Batch } from "../../rows/batch.js";
import { finishBatch, type ColumnBuilder } from "../../rows/column-builder.js";
import { TypeContradiction, type Column } from "../../rows/stream.js";
import { Unrepresentable } from "./unrepresentable.js";
import { TORN, type RowFunction } from "./row-function.js";

/** What {@link RowBlocks} has taken. */
export interface ManyRows {
  /** Where the first message begins that was not taken. */
  readonly at: number;
  readonly rows: number;
  /** Whether that is a whole row which only the row function can read. */
  readonly isOther: boolean;
}

/** Reads many rows at once, for the same builders as the row function. */
export interface RowBlocks {
  /** Takes whole messages from `start` on, as long as they are rows that it can read. */
  take(bytes: Buffer, start: number, most: number): ManyRows;
  /** Appends to the builders what was taken since the last time. */
  flush(): void;
}

/** Rows that are read one by one before it pays to prepare for many. */
const FEW_ROWS = 1000;
/** Rows of which it is not worth while to try, when so many of them are for the row function. */
const OTHERS_OF = 16;

/** Rows as they come on the wire → batches. */
export class RowDecoder {
  #rows = 0;
  #bytes = 0;
  #began = false;
  /** Rows so far, and how many of them the blocks could not read. */
  #all = 0;
  #others = 0;
  #blocks: RowBlocks | undefined;

  constructor(
    readonly columns: readonly Column[],
    private readonly builders: readonly ColumnBuilder[],
    /** Appends one row to the builders. */
    private readonly row: RowFunction,
    /** Has the last word on each batch. */
    private readonly mend: (batch: Batch) => Batch = (batch) => batch,
    /** Called once there are many rows. */
    private createBlocks?: () => RowBlocks | undefined,
  ) {}

  /**
   * Takes whole messages from `start` on that are rows, as far as they can be read at once: where
   * the first begins that was not taken, which may be `start`, and a batch when it is full.
   */
  addMany(bytes: Buffer, start: number): { readonly at: number; readonly batch?: Batch } {
    if (this.#all < FEW_ROWS) return { at: start };
    this.#blocks ??= this.createBlocks?.();
    if (!this.#blocks || this.#others * OTHERS_OF > this.#all) return { at: start };
    const { at, rows, isOther } = this.#blocks.take(bytes, start, BATCH_ROWS - this.#rows);
    if (isOther) this.#others += 1;
    const batch = this.#count(rows, at - start);
    return batch ? { at, batch } : { at };
  }

  /**
   * Takes the body of one row; a batch comes back when it is full. Throws a TypeContradiction for a
   * value that its column cannot hold, a RangeError for a row that is not one.
   */
  add(bytes: Buffer, start: number, end: number): Batch | undefined {
    this.#blocks?.flush();
    try {
      if (this.row(bytes, start, end) !== end) throw new RangeError(TORN);
    } catch (error) {
      if (error instanceof Unrepresentable) throw this.#contradiction(error);
      throw error;
    }
    return this.#count(1, end - start);
  }

  /** Whether a row has come. */
  get began(): boolean {
    return this.#began;
  }

  /** The rows since the last batch, if any. */
  finish(): Batch | undefined {
    if (this.#rows === 0) return undefined;
    this.#blocks?.flush();
    const batch = finishBatch(this.builders, this.#rows);
    this.#rows = 0;
    this.#bytes = 0;
    return this.mend(batch);
  }

  #count(rows: number, bytes: number): Batch | undefined {
    this.#began ||= rows > 0;
    this.#all += rows;
    this.#rows += rows;
    this.#bytes += bytes;
    const full = this.#rows === BATCH_ROWS || this.#bytes >= BATCH_BYTES;
    return full ? this.finish() : undefined;
  }

  /** The first builder that has not taken the row is the one whose value did not fit. */
  #contradiction({ message }: Unrepresentable): TypeContradiction {
    const index = this.builders.findIndex((builder) => builder.rows === this.#rows);
    const { name = "", nativeType = "" } = this.columns[index] ?? {};
    return new TypeContradiction(index, `\`${name}\` (${nativeType}) holds ${message}.`);
  }
}
