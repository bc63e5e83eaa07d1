import { LAYOUT_BYTES, type BatchColumn, type FixedColumn, type VariableColumn } from "../batch.js";
import { hasValue } from "../column-values.js";

/** How many of `rows` rows are NULL. */
export function countNulls({ validity }: BatchColumn, rows: number): number {
  if (!validity) return 0;
  let values = 0;
  const whole = rows >> 3;
  for (let at = 0; at < whole; at++) values += BITS[validity[at] ?? 0] ?? 0;
  for (let row = whole * 8; row < rows; row++) values += hasValue(validity, row) ? 1 : 0;
  return rows - values;
}

const BITS = Uint8Array.from({ length: 256 }, (_, byte) => {
  let bits = 0;
  for (let rest = byte; rest > 0; rest >>= 1) bits += rest & 1;
  return bits;
});

/** The values of rows that are not NULL, back to back; of a column without NULLs they are its own. */
export function denseValues(column: FixedColumn, rows: number, nulls: number): Uint8Array {
  const { layout, validity } = column;
  const width = LAYOUT_BYTES[layout];
  const all = new Uint8Array(column.values, 0, rows * width);
  if (!validity || nulls === 0) return all;
  const dense = new Uint8Array((rows - nulls) * width);
  const unit = Math.min(width, 4);
  const [from, to] = unit === 4 ? [words(all), words(dense)] : [all, dense];
  const units = unit === 4 ? width / 4 : width;
  let at = 0;
  for (let row = 0; row < rows; row++) {
    if (!hasValue(validity, row)) continue;
    for (let part = 0; part < units; part++) to[at++] = from[row * units + part] ?? 0;
  }
  return dense;
}

function words({ buffer, byteOffset, byteLength }: Uint8Array): Uint32Array {
  return new Uint32Array(buffer, byteOffset, byteLength / 4);
}

/** Texts or bytes without what stands at NULL rows. */
export interface DenseTexts {
  readonly lengths: Int32Array;
  readonly bytes: Uint8Array;
}

/** As {@link denseValues}. */
export function denseTexts(column: VariableColumn, rows: number, nulls: number): DenseTexts {
  const { offsets, validity } = column;
  const first = offsets[0] ?? 0;
  const all = column.bytes.subarray(first, offsets[rows] ?? first);
  const lengths = new Int32Array(rows - nulls);
  let size = 0;
  let at = 0;
  let begin = first;
  for (let row = 0; row < rows; row++) {
    const end = offsets[row + 1] ?? begin;
    if (nulls === 0 || hasValue(validity, row)) {
      lengths[at++] = end - begin;
      size += end - begin;
    }
    begin = end;
  }
  return { lengths, bytes: size === all.length ? all : withoutNulls(column, rows, size) };
}

function withoutNulls(column: VariableColumn, rows: number, size: number): Uint8Array {
  const { offsets, bytes, validity } = column;
  const dense = new Uint8Array(size);
  let at = 0;
  for (let row = 0; row < rows; row++) {
    if (!hasValue(validity, row)) continue;
    const value = bytes.subarray(offsets[row], offsets[row + 1]);
    dense.set(value, at);
    at += value.length;
  }
  return dense;
}
