/**
 * Rows of DataRow messages into the builders of a batch, without a call for each value:
 * `take-data-rows.wat` lays a block of them out in columns, which are copied as a whole. A row with a
 * value that is not for it is left to the row decoder.
 */
import { readFileSync } from "node:fs";
import { decimalParts } from "../../../contract/logical-type.js";
import { builtModule } from "../../../disk/built-module.js";
import { BATCH_BYTES, BATCH_ROWS } from "../../../rows/batch.js";
import type { ColumnBuilder } from "../../../rows/column-builder.js";
import { FixedBuilder } from "../../../rows/fixed-builder.js";
import type { ManyRows, RowBlocks } from "../../server/row-decoder.js";
import { webAssembly } from "../../web-assembly.js";
import type { DecoderName, WireType } from "./types.js";

/** Forms in which a column's values are laid out. */
const FORMS: Readonly<Record<DecoderName, number | undefined>> = {
  text: 0,
  bytes: 0,
  int64: 1,
  float64: 1,
  time: 1,
  int32: 2,
  float32: 2,
  int16: 3,
  bool: 4,
  date: 5,
  timestamp: 6,
  numeric: 7,
  array: undefined,
};
const TEXT = 0;
const WIDE_DECIMAL = 8;

const POWERS = 64;
const MOST_DIGITS = 18;
const COLUMNS = 256;
const COLUMN_BYTES = 40;
const PAGE = 65_536;
/** Bytes of messages that are laid out at once: what a socket hands over. */
const INPUT_BYTES = 4 * PAGE;
/** Bytes of a block: of all values that have a width, of all texts, and of each text column. */
const FIXED_BYTES = 2 * 1024 * 1024;
const HEAP_BYTES = BATCH_BYTES / 2;
const LEAST_HEAP_BYTES = 4096;
const LEAST_ROWS = 64;
/** Why no more rows were taken. */
const OTHER = 2;
const NO_ROOM = 3;

type Take = (
  at: number,
  end: number,
  columns: number,
  columnsEnd: number,
  count: number,
  rows: number,
  most: number,
) => number;

/** A column of a block: its addresses. */
interface Place {
  readonly builder: ColumnBuilder;
  readonly values: number;
  /** 0 where values have a width. */
  readonly heap: number;
  readonly nulls: number;
  readonly column: number;
}

let module: object | undefined;

/** Undefined when values of one of the types cannot be laid out so. */
export function createDataRows(
  types: readonly WireType[],
  builders: readonly ColumnBuilder[],
): RowBlocks | undefined {
  const forms = types.map(formOf);
  return forms.includes(undefined) ? undefined : new DataRows(types, forms, builders);
}

function formOf({ decoder, logical }: WireType): number | undefined {
  const wide = decoder === "numeric" && (decimalParts(logical)?.precision ?? 0) > MOST_DIGITS;
  return wide ? WIDE_DECIMAL : FORMS[decoder];
}

class DataRows implements RowBlocks {
  readonly #memory: { readonly bytes: Uint8Array; readonly words: Uint32Array };
  readonly #take: Take;
  readonly #places: readonly Place[];
  readonly #input: number;
  readonly #columnsEnd: number;
  /** Rows that a block has at most. */
  readonly #most: number;
  #rows = 0;

  constructor(
    types: readonly WireType[],
    forms: readonly (number | undefined)[],
    builders: readonly ColumnBuilder[],
  ) {
    const width = builders.reduce((sum, builder) => sum + widthOf(builder) + 1, 0);
    const most = Math.floor(FIXED_BYTES / width / 8) * 8;
    this.#most = Math.min(BATCH_ROWS, Math.max(LEAST_ROWS, most));
    const texts = forms.filter((form) => form === TEXT).length;
    const heapBytes = Math.max(LEAST_HEAP_BYTES, Math.floor(HEAP_BYTES / Math.max(1, texts)));
    let end = COLUMNS + COLUMN_BYTES * types.length;
    this.#columnsEnd = end;
    const allocate = (bytes: number) => {
      const at = (end + 15) & ~15;
      end = at + bytes;
      return at;
    };
    this.#places = builders.map((builder, index) => ({
      builder,
      values: allocate(this.#most * widthOf(builder)),
      heap: forms[index] === TEXT ? allocate(heapBytes) : 0,
      nulls: allocate(this.#most),
      column: COLUMNS + COLUMN_BYTES * index,
    }));
    // Texts are copied eight bytes at a time, beyond their end too.
    this.#input = allocate(INPUT_BYTES + 8);
    const pages = Math.ceil(end / PAGE);
    const memory = new webAssembly.Memory({ initial: pages, maximum: pages });
    const words = new Uint32Array(memory.buffer);
    const longs = new BigUint64Array(memory.buffer);
    for (let power = 0; power <= MOST_DIGITS; power++) {
      longs[POWERS / 8 + power] = 10n ** BigInt(power);
    }
    for (const [index, { values, heap, nulls, column }] of this.#places.entries()) {
      const { precision = 0, scale = 0 } = decimalParts(types[index]?.logical ?? "text") ?? {};
      const fields = [forms[index] ?? TEXT, values, heap, heapBytes, 0, nulls, 0, scale];
      words.set(fields, column / 4);
      longs[column / 8 + 4] = 10n ** BigInt(Math.min(precision, MOST_DIGITS));
    }
    this.#memory = { bytes: new Uint8Array(memory.buffer), words };
    module ??= new webAssembly.Module(
      readFileSync(builtModule("./take-data-rows.wasm", import.meta.url)),
    );
    const { exports } = new webAssembly.Instance(module, { rows: { memory } });
    ({ take: this.#take } = exports as { readonly take: Take });
  }

  take(bytes: Buffer, start: number, most: number): ManyRows {
    const { words } = this.#memory;
    let at = start;
    let rows = 0;
    while (rows < most) {
      const copied = bytes.copy(this.#memory.bytes, this.#input, at, at + INPUT_BYTES);
      const before = this.#rows;
      const end = this.#input + copied;
      const limit = Math.min(this.#most, before + most - rows);
      const { length } = this.#places;
      const next = this.#take(this.#input, end, COLUMNS, this.#columnsEnd, length, before, limit);
      const [taken = 0, why] = words;
      this.#rows = taken;
      rows += taken - before;
      at += next - this.#input;
      // A text for which an empty block has no room is left to others too.
      if (why === OTHER || (why === NO_ROOM && taken === 0)) {
        return { at, rows, isOther: bytes[at] === DATA_ROW };
      }
      if (why === NO_ROOM || taken === this.#most) this.flush();
      else if (taken === before) break;
    }
    return { at, rows, isOther: false };
  }

  flush(): void {
    const rows = this.#rows;
    if (rows === 0) return;
    const { bytes, words } = this.#memory;
    for (const { builder, values, heap, nulls, column } of this.#places) {
      const field = column / 4;
      const isNull = words[field + NULL_COUNT] ? bytes.subarray(nulls, nulls + rows) : undefined;
      if (builder instanceof FixedBuilder) {
        builder.appendMany(bytes.subarray(values, values + rows * builder.width), isNull);
      } else {
        const ends = words.subarray(values / 4, values / 4 + rows);
        builder.appendMany(bytes.subarray(heap, heap + (ends[rows - 1] ?? 0)), ends, isNull);
      }
      words[field + NULL_COUNT] = 0;
      words[field + HEAP_USED] = 0;
    }
    this.#rows = 0;
  }
}

const DATA_ROW = 0x44;
/** Words of a column. */
const HEAP_USED = 4;
const NULL_COUNT = 6;

/** Bytes of a value, or of where it ends. */
function widthOf(builder: ColumnBuilder): number {
  return builder instanceof FixedBuilder ? builder.width : 4;
}
