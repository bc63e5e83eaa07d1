/**
 * The far end of a landing: `COPY (SELECT … FROM hw_feed()) TO file`. DuckDB calls `hw_feed` for
 * every 2,048 rows, in the thread that asked for the copy. Nothing is staged, and the order is kept.
 */
import { quoteText } from "../../sql/quote.js";
import type { Batch } from "../../rows/batch.js";
import type { DuckDb } from "../bindings.js";
import type { DuckDbConnection } from "../connection.js";
import { DuckDbDatabase } from "../database.js";
import { PARQUET_OPTIONS } from "../parquet-options.js";
import { BatchSlices, chunkTypes, rowsFrom } from "./fill-chunk.js";
import type { LandingOrder } from "./messages.js";

/**
 * Writes what `next` returns, until that is undefined, and resolves with the number of rows. Called
 * from within DuckDB, `next` answers at once, however long that takes; what it throws ends the copy.
 */
export async function writeParquet(
  order: LandingOrder,
  next: () => Batch | undefined,
): Promise<number> {
  const { path, columns, temporaryDirectory } = order;
  const database = await DuckDbDatabase.open({ files: [path], temporaryDirectory, threads: 1 });
  try {
    const connection = await database.connect();
    await registerFeed(connection, order, next);
    const [row] = await connection.rows(
      `COPY (${rowsFrom("hw_feed()", columns)})
       TO ${quoteText(path)} ${PARQUET_OPTIONS}`,
    );
    connection.close();
    return Number(row?.[0] ?? 0);
  } finally {
    database.close();
  }
}

/**
 * DuckDB's own handles for the vector types, which have no constructor for decimals and the like
 * but a query's columns.
 */
async function registerFeed(
  connection: DuckDbConnection,
  order: LandingOrder,
  next: () => Batch | undefined,
): Promise<void> {
  const { duckdb } = connection;
  const types = await connection.typesOf(chunkTypes(order.columns));
  const fill = createFill(duckdb, next);
  const feedFunction = duckdb.create_table_function();
  duckdb.table_function_set_name(feedFunction, "hw_feed");
  duckdb.table_function_set_bind(feedFunction, (info) => {
    for (const [index, type] of types.entries())
      duckdb.bind_add_result_column(info, `c${index}`, type);
    duckdb.bind_set_bind_data(info, {});
  });
  duckdb.table_function_set_init(feedFunction, (info) => {
    duckdb.init_set_init_data(info, {});
    duckdb.init_set_max_threads(info, 1);
  });
  duckdb.table_function_set_function(feedFunction, (info, chunk) => {
    try {
      fill(chunk);
    } catch (error) {
      duckdb.function_set_error(info, error instanceof Error ? error.message : String(error));
    }
  });
  connection.register(feedFunction);
}

/** Fills one chunk with the next rows; a chunk without rows is the end. */
function createFill(duckdb: DuckDb, next: () => Batch | undefined) {
  let slices: BatchSlices | undefined;
  return (chunk: Parameters<DuckDb["data_chunk_set_size"]>[0]): void => {
    while (!slices || slices.done) {
      const batch = next();
      if (!batch) {
        duckdb.data_chunk_set_size(chunk, 0);
        return;
      }
      slices = new BatchSlices(duckdb, batch);
    }
    slices.fill(chunk);
  };
}
