/** Texts that are not UTF-8, as SQLite may keep them. */
import type { Diagnostic } from "../../../contract/diagnostic.js";
import type { Batch, BatchColumn, VariableColumn } from "../../../rows/batch.js";
import { BytesBuilder } from "../../../rows/bytes-builder.js";
import { hasValue } from "../../../rows/column-values.js";
import type { Column } from "../../../rows/stream.js";
import { isValidText } from "../../../rows/valid-text.js";
import { reportRepaired } from "../batches.js";

/** The same batches with U+FFFD for bytes that are no characters; that is a warning. */
export async function* repairedTexts(
  batches: AsyncIterable<Batch>,
  columns: readonly Column[],
  warnings: Diagnostic[],
): AsyncGenerator<Batch, void, undefined> {
  for await (const batch of batches) {
    const repaired = batch.columns.map((column, index): BatchColumn => {
      if (column.layout !== "bytes" || column.type === "bytes") return column;
      if (isValidText(column, batch.rows)) return column;
      reportRepaired(columns[index]?.name ?? "", warnings);
      return repairedColumn(column, batch.rows);
    });
    yield { rows: batch.rows, columns: repaired };
  }
}

function repairedColumn({ type, bytes, offsets, validity }: VariableColumn, rows: number) {
  const builder = new BytesBuilder(type, rows);
  for (let row = 0; row < rows; row++) {
    const text = Buffer.from(bytes.subarray(offsets[row], offsets[row + 1]));
    if (hasValue(validity, row)) builder.appendText(text.toString("utf8"));
    else builder.appendNull();
  }
  return builder.finish();
}
