import { LAYOUT_BYTES, type BatchColumn, type FixedColumn, type VariableColumn } from "../batch.js";
import { hasValue } from "../column-values.js";

/** Where rows of many batches lie, so that they can be picked by their number over all batches. */
export interface RowMap {
  /** Batch of each picked row. */
  readonly batch: Int32Array;
  /** Row inside its batch. */
  readonly row: Int32Array;
}

/** Finds the picked rows; `sizes` are the batches' row counts. */
export function mapRows(picked: Int32Array, sizes: readonly number[]): RowMap {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const batchOf = new Int32Array(total);
  const rowOf = new Int32Array(total);
  let next = 0;
  for (const [index, size] of sizes.entries()) {
    for (let row = 0; row < size; row++) {
      batchOf[next] = index;
      rowOf[next++] = row;
    }
  }
  const batch = new Int32Array(picked.length);
  const row = new Int32Array(picked.length);
  for (let at = 0; at < picked.length; at++) {
    const from = picked[at] ?? 0;
    batch[at] = batchOf[from] ?? 0;
    row[at] = rowOf[from] ?? 0;
  }
  return { batch, row };
}

/** One column of rows `from` to `to` of the map, gathered from the column's pieces. */
export function gatherColumn(
  pieces: readonly BatchColumn[],
  map: RowMap,
  from: number,
  to: number,
): BatchColumn {
  const [first] = pieces;
  if (!first) throw new Error("A column without pieces has no rows to gather");
  const validity = gatherValidity(pieces, map, from, to);
  // All pieces of a column have the type and therefore the layout of the first.
  return first.layout === "bytes"
    ? gatherVariable(pieces as readonly VariableColumn[], map, from, to, validity)
    : gatherFixed(pieces as readonly FixedColumn[], map, from, to, validity);
}

function gatherFixed(
  pieces: readonly FixedColumn[],
  map: RowMap,
  from: number,
  to: number,
  validity: Uint8Array | null,
): FixedColumn {
  const { type, layout } = pieces[0] as FixedColumn; // Checked by the caller.
  const width = LAYOUT_BYTES[layout];
  const values = new ArrayBuffer((to - from) * width);
  // Values of more than four bytes are copied as several words: as floats, some integers would
  // change (NaN).
  const step = Math.max(1, width / 4);
  const target = words(values, width);
  const sources = pieces.map((piece) => words(piece.values, width));
  for (let at = from; at < to; at++) {
    const source = sources[map.batch[at] ?? 0];
    const row = (map.row[at] ?? 0) * step;
    const place = (at - from) * step;
    for (let word = 0; word < step; word++) target[place + word] = source?.[row + word] ?? 0;
  }
  return { type, layout, values, validity };
}

function words(buffer: ArrayBuffer, width: number): Uint8Array | Uint16Array | Uint32Array {
  if (width === 1) return new Uint8Array(buffer);
  return width === 2 ? new Uint16Array(buffer) : new Uint32Array(buffer);
}

function gatherVariable(
  pieces: readonly VariableColumn[],
  map: RowMap,
  from: number,
  to: number,
  validity: Uint8Array | null,
): VariableColumn {
  const { type } = pieces[0] as VariableColumn; // Checked by the caller.
  const rows = to - from;
  const offsets = new Int32Array(rows + 1);
  let size = 0;
  for (let at = from; at < to; at++) {
    const piece = pieces[map.batch[at] ?? 0];
    const row = map.row[at] ?? 0;
    size += (piece?.offsets[row + 1] ?? 0) - (piece?.offsets[row] ?? 0);
    offsets[at - from + 1] = size;
  }
  const bytes = new Uint8Array(size);
  for (let at = from; at < to; at++) {
    const piece = pieces[map.batch[at] ?? 0];
    const row = map.row[at] ?? 0;
    const start = piece?.offsets[row] ?? 0;
    const end = piece?.offsets[row + 1] ?? 0;
    let place = offsets[at - from] ?? 0;
    for (let byte = start; byte < end; byte++) bytes[place++] = piece?.bytes[byte] ?? 0;
  }
  return { type, layout: "bytes", offsets, bytes, validity };
}

function gatherValidity(
  pieces: readonly BatchColumn[],
  map: RowMap,
  from: number,
  to: number,
): Uint8Array | null {
  if (pieces.every(({ validity }) => validity === null)) return null;
  const bits = new Uint8Array(Math.ceil((to - from) / 8));
  for (let at = from; at < to; at++) {
    if (hasValue(pieces[map.batch[at] ?? 0]?.validity ?? null, map.row[at] ?? 0)) {
      const place = at - from;
      bits[place >> 3] = (bits[place >> 3] ?? 0) | (1 << (place & 7));
    }
  }
  return bits;
}
