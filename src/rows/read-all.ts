import type { Value } from "../contract/result.js";
import { columnValues } from "./column-values.js";
import type { RowStream } from "./stream.js";

/** All rows of a small result, by column name in lower case. */
export async function readAll(stream: RowStream): Promise<ReadonlyMap<string, Value>[]> {
  const names = stream.columns.map(({ name }) => name.toLowerCase());
  const rows: Map<string, Value>[] = [];
  for await (const batch of stream.batches) {
    const values = batch.columns.map((column) => columnValues(column, batch.rows));
    for (let row = 0; row < batch.rows; row++) {
      rows.push(new Map(names.map((name, index) => [name, values[index]?.[row] ?? null])));
    }
  }
  return rows;
}
