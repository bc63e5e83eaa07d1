/**
 * Whether the buffers of a batch hold what its length says. The decoder looks at none of it: what
 * lies beyond a buffer would be read as 0, as a part of something else, or for ever.
 */
import type { Column } from "@uwdata/flechette";
import { isValid, type ArrowBatch, type ArrowLibrary } from "./arrow-values.js";

/** Throws where they do not. */
export function requireLayout(arrow: ArrowLibrary, batch: ArrowBatch): void {
  const { length, nullCount, validity } = batch;
  if (length === 0) return;
  require(length > 0 && nullCount >= 0 && nullCount <= length);
  if (nullCount > 0 && validity?.length) require(validity.length * 8 >= length);
  if (batch.offsets) requireOffsets(batch);
  else requireValues(arrow, batch);
  for (const child of childrenOf(batch)) requireLayout(arrow, child);
}

/** Only nested types have any. */
function childrenOf({ children }: { readonly children?: readonly ArrowBatch[] }) {
  return children ?? [];
}

/** Offsets never go back, and end within what they lead into. */
function requireOffsets(batch: ArrowBatch): void {
  const { length, offsets, values } = batch;
  const most = childrenOf(batch)[0]?.length ?? values?.length ?? 0;
  require(offsets !== undefined && offsets.length > length);
  let before = 0;
  for (let row = 0; row <= length; row++) {
    const offset = Number(offsets?.[row]);
    require(offset >= before && offset <= most);
    before = offset;
  }
}

function requireValues(arrow: ArrowLibrary, batch: ArrowBatch): void {
  const { Type } = arrow;
  const { length, values, type } = batch;
  const children = childrenOf(batch);
  switch (type.typeId) {
    case Type.Null:
      return;
    case Type.Struct:
      for (const child of children) require(child.length >= length);
      return;
    case Type.FixedSizeList:
      require((children[0]?.length ?? 0) >= length * type.stride);
      return;
    case Type.FixedSizeBinary:
      require((values?.length ?? 0) >= length * type.stride);
      return;
    case Type.Bool:
      require((values?.length ?? 0) * 8 >= length);
      return;
    case Type.Decimal:
      require((values?.byteLength ?? 0) * 8 >= length * type.bitWidth);
      return;
    case Type.Utf8View:
    case Type.BinaryView:
      requireViews(batch);
      return;
    case Type.Dictionary:
      requireKeys(arrow, batch);
      return;
    default:
      require((values?.length ?? 0) >= length);
  }
}

const VIEW = 16;
/** Texts up to this length stand in their view. */
const INLINE = 12;

function requireViews(batch: ArrowBatch): void {
  // What flechette's batches of this type have besides.
  const { length, values, data } = batch as unknown as {
    readonly length: number;
    readonly values: Uint8Array;
    readonly data: readonly Uint8Array[];
  };
  require(values.length >= length * VIEW);
  const view = new DataView(values.buffer, values.byteOffset, values.byteLength);
  for (let row = 0; row < length; row++) {
    const bytes = view.getInt32(row * VIEW, true);
    if (bytes <= INLINE || !isValid(batch, row)) continue;
    const from = view.getInt32(row * VIEW + 12, true);
    const buffer = data[view.getInt32(row * VIEW + 8, true)];
    require(buffer !== undefined && from >= 0 && from + bytes <= buffer.length);
  }
}

function requireKeys(arrow: ArrowLibrary, batch: ArrowBatch): void {
  // What flechette's batches of this type have besides.
  const { dictionary } = batch as unknown as { readonly dictionary: Column<unknown> };
  const { length, values } = batch;
  require((values?.length ?? 0) >= length);
  for (const part of dictionary.data) requireLayout(arrow, part);
  for (let row = 0; row < length; row++) {
    const key = Number(values?.[row]);
    require(!isValid(batch, row) || (key >= 0 && key < dictionary.length));
  }
}

function require(holds: boolean): void {
  if (!holds) throw new Error("its buffers do not hold what its batches say");
}
