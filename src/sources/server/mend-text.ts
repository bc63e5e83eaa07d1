import { isUtf8 } from "node:buffer";
import type { Batch, BatchColumn } from "../../rows/batch.js";
import { BytesBuilder } from "../../rows/bytes-builder.js";
import { hasValue } from "../../rows/column-values.js";
import { isValidText } from "../../rows/valid-text.js";

/**
 * Replaces bytes that are not valid UTF-8 in a result's batches: a server may hold them, and
 * nothing behind this could read them. `onRepair` gets the position of each such column once.
 */
export function mendText(onRepair: (column: number) => void): (batch: Batch) => Batch {
  const reported = new Set<number>();
  const report = (column: number) => {
    if (!reported.has(column)) onRepair(column);
    reported.add(column);
  };
  return ({ rows, columns }) => ({
    rows,
    columns: columns.map((column, index) => {
      if (column.layout !== "bytes" || column.type === "bytes" || isValidText(column, rows)) {
        return column;
      }
      report(index);
      return mended(column, rows);
    }),
  });
}

function mended(column: BatchColumn & { readonly layout: "bytes" }, rows: number): BatchColumn {
  const bytes = Buffer.from(column.bytes.buffer, column.bytes.byteOffset, column.bytes.length);
  const builder = new BytesBuilder(column.type, rows);
  for (let row = 0; row < rows; row++) {
    const [start = 0, end = 0] = column.offsets.subarray(row, row + 2);
    if (!hasValue(column.validity, row)) builder.appendNull();
    else if (isUtf8(bytes.subarray(start, end))) builder.appendBytes(bytes, start, end);
    else builder.appendText(bytes.toString("utf8", start, end));
  }
  return builder.finish();
}
