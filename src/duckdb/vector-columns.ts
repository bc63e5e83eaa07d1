/** Copies the vectors of DuckDB's chunks into the buffers of a batch. */
import type { LogicalType } from "../contract/logical-type.js";
import { BATCH_ROWS, layoutOf, type BatchColumn, type FixedLayout } from "../rows/batch.js";
import type { DuckDb, Vector } from "./bindings.js";
import type { DuckDbColumnType } from "./column-type.js";

/** Gathers one column of a batch from the chunks' vectors. */
export interface VectorColumn {
  append(vector: Vector, rows: number): void;
  /** The column of all rows appended since the last call. */
  finish(): BatchColumn;
  /** Bytes appended since the last call of `finish`. */
  readonly bytes: number;
}

/** `onCut` is called when a time had to lose its nanoseconds. */
export function createVectorColumn(
  duckdb: DuckDb,
  column: Pick<DuckDbColumnType, "type" | "layout">,
  onCut: () => void,
): VectorColumn {
  const { type, layout } = column;
  if (layout.kind === "string") return stringColumn(duckdb, type);
  const physical = layoutOf(type);
  if (physical === "bytes") throw new Error(`A fixed vector cannot hold ${type}`);
  switch (layout.kind) {
    case "fixed":
      return fixedColumn(
        duckdb,
        type,
        physical,
        layout.bytes,
        layout.bytes,
        (target, source, start) => target.set(source, start * layout.bytes),
      );
    case "decimal16":
      return fixedColumn(duckdb, type, physical, 2, 8, (target, source, start, rows) => {
        const from = new Int16Array(source.buffer, source.byteOffset, rows);
        const to = new BigInt64Array(target.buffer);
        for (let row = 0; row < rows; row++) to[start + row] = BigInt(from[row] ?? 0);
      });
    case "decimal32":
      return fixedColumn(duckdb, type, physical, 4, 8, (target, source, start, rows) => {
        const from = new Int32Array(source.buffer, source.byteOffset, rows);
        const to = new BigInt64Array(target.buffer);
        for (let row = 0; row < rows; row++) to[start + row] = BigInt(from[row] ?? 0);
      });
    default:
      // Nanoseconds.
      return fixedColumn(duckdb, type, physical, 8, 8, (target, source, start, rows, valid) => {
        const from = new BigInt64Array(source.buffer, source.byteOffset, rows);
        const to = new BigInt64Array(target.buffer);
        for (let row = 0; row < rows; row++) {
          if (valid(row)) to[start + row] = microseconds(from[row] ?? 0n, onCut);
        }
      });
  }
}

const INFINITE = 9_223_372_036_854_775_807n;

function microseconds(nanoseconds: bigint, onCut: () => void): bigint {
  if (nanoseconds === INFINITE || nanoseconds === -INFINITE) return nanoseconds;
  const rest = ((nanoseconds % 1000n) + 1000n) % 1000n;
  if (rest !== 0n) onCut();
  return (nanoseconds - rest) / 1000n;
}

type CopyRows = (
  target: Uint8Array,
  source: Uint8Array,
  start: number,
  rows: number,
  valid: (row: number) => boolean,
) => void;

function fixedColumn(
  duckdb: DuckDb,
  type: LogicalType,
  layout: FixedLayout,
  vectorBytes: number,
  batchBytes: number,
  copy: CopyRows,
): VectorColumn {
  const target = new Uint8Array(BATCH_ROWS * batchBytes);
  let rowsSoFar = 0;
  const validity = createValidity(duckdb);
  return {
    append(vector, rows) {
      const mask = validity.append(vector, rowsSoFar, rows);
      const source = duckdb.vector_get_data(vector, rows * vectorBytes);
      copy(target, source, rowsSoFar, rows, (row) => isValid(mask, row));
      rowsSoFar += rows;
    },
    finish() {
      const values = target.buffer.slice(0, rowsSoFar * batchBytes);
      const column: BatchColumn = { type, layout, values, validity: validity.finish(rowsSoFar) };
      rowsSoFar = 0;
      return column;
    },
    get bytes() {
      return rowsSoFar * batchBytes;
    },
  };
}

const FIRST_CAPACITY = 1 << 16;
/** Strings up to this many bytes lie in the vector itself, longer ones behind a pointer. */
const INLINE_BYTES = 12;

function stringColumn(duckdb: DuckDb, type: LogicalType): VectorColumn {
  let bytes = new Uint8Array(FIRST_CAPACITY);
  let used = 0;
  const offsets = new Int32Array(BATCH_ROWS + 1);
  let rowsSoFar = 0;
  const validity = createValidity(duckdb);

  function reserve(more: number): void {
    if (used + more <= bytes.length) return;
    const grown = new Uint8Array(Math.max(bytes.length * 2, used + more));
    grown.set(bytes.subarray(0, used));
    bytes = grown;
  }

  return {
    append(vector, rows) {
      const mask = validity.append(vector, rowsSoFar, rows);
      const strings = duckdb.vector_get_data(vector, rows * 16);
      const lengths = new Uint32Array(strings.buffer, strings.byteOffset, rows * 4);
      // The vector's memory is handed over as a plain ArrayBuffer, never a shared one.
      const memory = strings.buffer as ArrayBuffer;
      for (let row = 0; row < rows; row++) {
        if (isValid(mask, row)) {
          const length = lengths[row * 4] ?? 0;
          reserve(length);
          if (length <= INLINE_BYTES) {
            const start = row * 16 + 4;
            for (let i = 0; i < length; i++) bytes[used + i] = strings[start + i] ?? 0;
          } else {
            const pointer = strings.byteOffset + row * 16 + 8;
            bytes.set(duckdb.get_data_from_pointer(memory, pointer, length), used);
          }
          used += length;
        }
        offsets[rowsSoFar + row + 1] = used;
      }
      rowsSoFar += rows;
    },
    finish() {
      const column: BatchColumn = {
        type,
        layout: "bytes",
        offsets: offsets.slice(0, rowsSoFar + 1),
        bytes: bytes.slice(0, used),
        validity: validity.finish(rowsSoFar),
      };
      rowsSoFar = 0;
      used = 0;
      return column;
    },
    get bytes() {
      return used;
    },
  };
}

/** Joins the validity masks of chunks, starting one only when a chunk has NULLs. */
function createValidity(duckdb: DuckDb) {
  let bits: Uint8Array | undefined;

  /** The chunk's own mask, null when all its rows have values. */
  function append(vector: Vector, start: number, rows: number): Uint8Array | null {
    // DuckDB has no mask for a vector without NULLs, and the binding then answers with null or
    // nothing.
    const mask = duckdb.vector_get_validity(vector, Math.ceil(rows / 64) * 8) as
      | Uint8Array
      | null
      | undefined;
    if (!mask || mask.length === 0) return null;
    let hasNulls = false;
    for (let row = 0; row < rows; row++) {
      if (isValid(mask, row)) continue;
      hasNulls = true;
      bits ??= new Uint8Array(BATCH_ROWS / 8).fill(255);
      const at = start + row;
      bits[at >> 3] = (bits[at >> 3] ?? 255) & ~(1 << (at & 7));
    }
    return hasNulls ? mask : null;
  }

  function finish(rows: number): Uint8Array | null {
    const finished = bits ? bits.slice(0, Math.ceil(rows / 8)) : null;
    bits = undefined;
    return finished;
  }

  return { append, finish };
}

function isValid(mask: Uint8Array | null, row: number): boolean {
  return mask === null || ((mask[row >> 3] ?? 255) & (1 << (row & 7))) !== 0;
}
