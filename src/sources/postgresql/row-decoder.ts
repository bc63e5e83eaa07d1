/**
 * DataRow messages into batches. The walk over a row is generated from the number of columns, so that each decoder
 * is called from a place of its own and can be compiled into it.
 */
import { BATCH_ROWS, type Batch } from "../../rows/batch.js";
import {
  BATCH_BYTES,
  createColumnBuilder,
  finishBatch,
  type ColumnBuilder,
} from "../../rows/column-builder.js";
import { TypeContradiction, type Column } from "../../rows/stream.js";
import { decoderOf, type Decoder } from "./decoders.js";
import { Unrepresentable } from "./numeric.js";
import type { WireType } from "./types.js";

type RowFunction = (bytes: Buffer, start: number, end: number) => number;

export class RowDecoder {
  readonly #builders: readonly ColumnBuilder[];
  readonly #row: RowFunction;
  #rows = 0;
  #bytes = 0;
  #began = false;

  /** `onRepair` gets the position of a column in which invalid UTF-8 was replaced; absent for servers that check. */
  constructor(
    readonly columns: readonly Column[],
    types: readonly WireType[],
    onRepair?: (column: number) => void,
  ) {
    this.#builders = types.map(({ logical }) => createColumnBuilder(logical));
    const decoders = types.map((type, index) =>
      decoderOf(type, onRepair ? { onRepair: () => onRepair(index) } : {}),
    );
    this.#row = generateRow(this.#builders, decoders);
  }

  /** Takes the body of one DataRow; a batch comes back when it is full. */
  add(bytes: Buffer, start: number, end: number): Batch | undefined {
    try {
      if (this.#row(bytes, start, end) !== end) throw new RangeError(TORN);
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
    const batch = finishBatch(this.#builders, this.#rows);
    this.#rows = 0;
    this.#bytes = 0;
    return batch;
  }

  /** The first builder that has not taken the row is the one whose value did not fit. */
  #contradiction({ message }: Unrepresentable): TypeContradiction {
    const index = this.#builders.findIndex((builder) => builder.rows === this.#rows);
    const { name = "", nativeType = "" } = this.columns[index] ?? {};
    return new TypeContradiction(index, `\`${name}\` (${nativeType}) holds ${message}.`);
  }
}

const TORN = "a row is not as long as it says";

/** Reads the columns in turn: four bytes of length (-1 is NULL), then the value. Returns where the row ended. */
function generateRow(
  builders: readonly ColumnBuilder[],
  decoders: readonly Decoder[],
): RowFunction {
  const names = decoders.map(
    (_, index) => `const b${index} = builders[${index}], d${index} = decoders[${index}];`,
  );
  const steps = decoders.map(
    (_, index) => `
      length = view.getInt32(at); at += 4;
      if (length < 0) b${index}.appendNull(); else {
        if (at + length > end) throw new RangeError(torn);
        d${index}(b${index}, view, at, length, bytes); at += length;
      }`,
  );
  const code = `${names.join("\n")}
    let seen, view;
    return function row(bytes, start, end) {
      if (bytes !== seen) { seen = bytes; view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length); }
      if (view.getInt16(start) !== ${decoders.length}) throw new RangeError("a row has another number of columns");
      let at = start + 2, length = 0;${steps.join("")}
      return at;
    };`;
  // The text holds numbers of columns only, nothing that comes from outside.
  // oxlint-disable-next-line typescript/no-implied-eval
  return new Function("builders", "decoders", "torn", code)(
    builders,
    decoders,
    TORN,
  ) as RowFunction;
}
