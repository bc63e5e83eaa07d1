import { BATCH_ROWS, type Batch } from "../rows/batch.js";
import type { DuckDb, Result } from "./bindings.js";
import type { DuckDbColumnType } from "./column-type.js";
import { createVectorColumn } from "./vector-columns.js";

/** A batch is handed on before it has all its rows when it has grown to this many bytes. */
const BATCH_BYTES = 16 * 1024 * 1024;

/**
 * A result's chunks as batches of up to BATCH_ROWS rows. `columns` are the types of the result
 * itself, readable as they are. `onCut` gets a column's position once when its nanoseconds had to
 * be cut.
 */
export async function* readBatches(
  duckdb: DuckDb,
  result: Result,
  columns: readonly Pick<DuckDbColumnType, "type" | "layout">[],
  onCut: (column: number) => void,
): AsyncGenerator<Batch> {
  const cut = new Set<number>();
  const builders = columns.map((column, index) =>
    createVectorColumn(duckdb, column, () => {
      if (!cut.has(index)) onCut(index);
      cut.add(index);
    }),
  );
  let rows = 0;
  function finish(): Batch {
    const batch = { rows, columns: builders.map((builder) => builder.finish()) };
    rows = 0;
    return batch;
  }
  for (;;) {
    const chunk = await duckdb.fetch_chunk(result);
    const size = chunk ? duckdb.data_chunk_get_size(chunk) : 0;
    if (!chunk || size === 0) break;
    if (rows + size > BATCH_ROWS) yield finish();
    for (const [index, builder] of builders.entries()) {
      builder.append(duckdb.data_chunk_get_vector(chunk, index), size);
    }
    rows += size;
    if (builders.reduce((sum, builder) => sum + builder.bytes, 0) > BATCH_BYTES) yield finish();
  }
  if (rows > 0) yield finish();
}
