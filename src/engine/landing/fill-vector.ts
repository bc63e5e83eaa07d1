import { LAYOUT_BYTES, type BatchColumn, type VariableColumn } from "../../sources/batch.js";
import { hasValue } from "../../sources/column-values.js";
import type { DuckDb, Vector } from "../../sources/duckdb-family.js";

/** Rows of a DuckDB vector. */
export const VECTOR_ROWS = 2048;

/** Strings up to this many bytes are part of the vector; DuckDB keeps longer ones elsewhere and copies them there itself. */
const INLINE_BYTES = 12;
const STRING_BYTES = 16;

/** Copies rows `start` to `start + rows` of a column into a vector; `start` is a multiple of VECTOR_ROWS. */
export function fillVector(
  duckdb: DuckDb,
  vector: Vector,
  column: BatchColumn,
  start: number,
  rows: number,
): void {
  if (column.layout === "bytes") {
    fillStrings(duckdb, vector, column, start, rows);
  } else {
    const width = LAYOUT_BYTES[column.layout];
    duckdb.copy_data_to_vector(vector, 0, column.values, start * width, rows * width);
  }
  const { validity } = column;
  if (!validity) return;
  duckdb.vector_ensure_validity_writable(vector);
  duckdb.copy_data_to_vector_validity(
    vector,
    0,
    // Buffers of a batch are never shared between threads.
    validity.buffer as ArrayBuffer,
    validity.byteOffset + start / 8,
    Math.ceil(rows / 8),
  );
}

function fillStrings(
  duckdb: DuckDb,
  vector: Vector,
  column: VariableColumn,
  start: number,
  rows: number,
): void {
  const { offsets, bytes, validity } = column;
  const source = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const inline = new DataView(new ArrayBuffer(rows * STRING_BYTES));
  const long: number[] = [];
  for (let row = 0; row < rows; row++) {
    const from = offsets[start + row] ?? 0;
    const to = offsets[start + row + 1] ?? 0;
    if (!hasValue(validity, start + row)) continue;
    if (to - from > INLINE_BYTES) {
      long.push(row);
      continue;
    }
    let place = row * STRING_BYTES;
    inline.setUint32(place, to - from, true);
    place += 4;
    let byte = from;
    for (; byte + 4 <= to; byte += 4, place += 4) inline.setUint32(place, source.getUint32(byte));
    for (; byte < to; byte++, place++) inline.setUint8(place, source.getUint8(byte));
  }
  duckdb.copy_data_to_vector(vector, 0, inline.buffer, 0, inline.byteLength);
  for (const row of long) {
    const text = bytes.subarray(offsets[start + row], offsets[start + row + 1]);
    duckdb.vector_assign_string_element_len(vector, row, text);
  }
}
