/**
 * Rows of a statement in WebAssembly into the builders of a batch, without a JavaScript value for
 * each of theirs: `take-rows.wat` lays a block of them out in columns, which are copied as a whole.
 * A row with a value of another kind than its column's goes as values.
 */
import type { LogicalType } from "../../../contract/logical-type.js";
import { FixedBuilder } from "../../../rows/fixed-builder.js";
import type { Column } from "../../../rows/stream.js";
import { appendRows, BLOCK_ROWS } from "../batches.js";
import { appendMoment, type EncodedColumn } from "../encoders.js";
import { contradiction } from "../query-columns.js";
import { TemporalReader } from "../temporal.js";
import { BLOB, INTEGER, REAL, TEXT, type SqliteMemory } from "./sqlite-memory.js";
import type { SnapshotStatement, SqliteSnapshot } from "./sqlite-wasm.js";

/** Forms in which a column's values are laid out. */
const EIGHT_BYTES = 0;
const HEAP = 1;
const TRUTH = 2;
const REALS = 3;

const COLUMN_BYTES = 32;
const NULL_COUNT_AT = 28;
/** Bytes for the texts of a block: in all columns together, and at least in each. */
const HEAP_BYTES = 4 * 1024 * 1024;
const LEAST_HEAP_BYTES = 64 * 1024;

/** A column of a block: addresses in SQLite's memory. */
interface Place {
  readonly values: number;
  readonly heap: number;
  readonly nulls: number;
  readonly nullCount: number;
}

export class RowTaker {
  readonly #memory: SqliteMemory;
  /** Address of the first column. */
  readonly #first: number;
  readonly #places: readonly Place[];
  readonly #temporal = new TemporalReader();
  #ended = false;
  /** Whether the statement stands at a row that was not taken. */
  #atRow = false;

  constructor(
    private readonly statement: SnapshotStatement,
    snapshot: SqliteSnapshot,
    private readonly columns: readonly Column[],
    private readonly encoded: readonly EncodedColumn[],
  ) {
    const allocate = (bytes: number) => snapshot.allocate(bytes);
    this.#memory = snapshot.memory;
    const layouts = encoded.map(({ builder }) => layoutOf(builder.type));
    const heaps = layouts.filter(({ form }) => form === HEAP).length;
    const heapBytes = Math.max(LEAST_HEAP_BYTES, Math.floor(HEAP_BYTES / Math.max(1, heaps)));
    this.#first = allocate(COLUMN_BYTES * encoded.length);
    this.#places = layouts.map(({ form, kind }, index) => {
      const values = allocate(8 * BLOCK_ROWS);
      const heap = form === HEAP ? allocate(heapBytes) : 0;
      const nulls = allocate(BLOCK_ROWS);
      const at = this.#first + COLUMN_BYTES * index;
      this.#memory.words.set([kind, form, values, heap, heapBytes, 0, nulls, 0], at >> 2);
      return { values, heap, nulls, nullCount: at + NULL_COUNT_AT };
    });
  }

  /** Appends the next rows; says how many, none at the end. */
  append(): number {
    const rows = this.#ended ? 0 : this.#takeMany();
    return rows === 0 && this.#atRow ? this.#takeOne() : rows;
  }

  /** Rows up to one that goes as values. */
  #takeMany(): number {
    const end = this.#first + COLUMN_BYTES * this.#places.length;
    const { rows, why } = this.statement.take(this.#first, end, BLOCK_ROWS, this.#atRow);
    this.#ended = why === "end";
    this.#atRow = why === "other value";
    for (const [index, place] of this.#places.entries()) this.#appendBlock(index, place, rows);
    return rows;
  }

  /** The row at which the statement stands. */
  #takeOne(): number {
    appendRows([this.statement.values()], this.columns, this.encoded);
    this.#atRow = false;
    return 1;
  }

  #appendBlock(index: number, place: Place, rows: number): void {
    const builder = this.encoded[index]?.builder;
    if (!builder || rows === 0) return;
    const { words, bytes } = this.#memory;
    const { values, heap } = place;
    const nulls = words[place.nullCount >> 2]
      ? bytes.subarray(place.nulls, place.nulls + rows)
      : undefined;
    if (heap === 0 && builder instanceof FixedBuilder) {
      builder.appendMany(bytes.subarray(values, values + rows * builder.width), nulls);
      return;
    }
    const ends = words.subarray(values >> 2, (values >> 2) + rows);
    if (builder instanceof FixedBuilder) this.#appendMoments(index, builder, heap, ends, nulls);
    else builder.appendMany(bytes.subarray(heap, heap + (ends[rows - 1] ?? 0)), ends, nulls);
  }

  #appendMoments(
    index: number,
    builder: FixedBuilder,
    heap: number,
    ends: Uint32Array,
    nulls: Uint8Array | undefined,
  ): void {
    const { type } = builder;
    const { bytes } = this.#memory;
    let start = heap;
    for (let row = 0; row < ends.length; row++) {
      const end = heap + (ends[row] ?? 0);
      if (nulls?.[row]) builder.appendNull();
      else if (this.#temporal.readBytes(bytes, start, end) !== type) {
        const text = Buffer.from(bytes.subarray(start, end)).toString("utf8");
        throw contradiction(this.columns[index], index, text);
      } else appendMoment(type, builder, this.#temporal);
      start = end;
    }
  }
}

/** How a column's values are laid out, and the flags of their usual kind. */
function layoutOf(type: LogicalType): { readonly form: number; readonly kind: number } {
  switch (type) {
    case "int64":
      return { form: EIGHT_BYTES, kind: INTEGER };
    case "float64":
      return { form: REALS, kind: REAL };
    case "bool":
      return { form: TRUTH, kind: INTEGER };
    case "bytes":
      return { form: HEAP, kind: BLOB };
    default:
      return { form: HEAP, kind: TEXT };
  }
}
