import type { Batch } from "../../../rows/batch.js";
import type { Column } from "../../../rows/stream.js";
import { createColumnBuilder } from "../../../rows/column-builder.js";
import { RowDecoder } from "../../server/row-decoder.js";
import { generateRow } from "../../server/row-function.js";
import { createDataRows } from "./data-rows.js";
import { decoderOf, WIDTHS } from "./decoders.js";
import type { WireType } from "./types.js";

/**
 * Decodes the bodies of DataRow messages: the number of columns, then per column four bytes of
 * length (-1 is NULL) and the value. `mend` has the last word on each batch.
 */
export function createRowDecoder(
  columns: readonly Column[],
  types: readonly WireType[],
  mend?: (batch: Batch) => Batch,
): RowDecoder {
  const builders = types.map(({ logical }) => createColumnBuilder(logical));
  const decoders = types.map(decoderOf);
  const steps = types.map(({ decoder }, index) => {
    const width = WIDTHS[decoder];
    const fits =
      width === undefined
        ? ""
        : `if (length !== ${width}) throw new RangeError("a value has " + length + " bytes where its type has ${width}");`;
    return `
      length = view.getInt32(at); at += 4;
      if (length === -1) b${index}.appendNull(); else {
        if (length < 0 || at + length > end) throw new RangeError(torn);
        ${fits}
        d${index}(b${index}, view, at, length, bytes); at += length;
      }`;
  });
  const row = generateRow(builders, decoders, {
    state: "let seen, view;",
    before: `
      if (bytes !== seen) { seen = bytes; view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length); }
      if (view.getInt16(start) !== ${decoders.length}) throw new RangeError("a row has another number of columns");`,
    first: 2,
    steps,
  });
  return new RowDecoder(columns, builders, row, mend, () => createDataRows(types, builders));
}
