/**
 * The worker thread that writes Parquet: `COPY (SELECT … FROM hw_feed()) TO file`. DuckDB calls `hw_feed` for every 2,048 rows;
 * inside that call the thread sleeps until the reader has posted the next batch. Nothing is staged, and the order is kept.
 */
import {
  parentPort,
  receiveMessageOnPort,
  workerData,
  type MessagePort,
} from "node:worker_threads";
import {
  DuckDbDatabase,
  identifier,
  literal,
  type DuckDb,
  type DuckDbConnection,
} from "../../sources/duckdb-family.js";
import type { Batch } from "../../sources/batch.js";
import { fileType } from "./file-type.js";
import { fillVector, VECTOR_ROWS } from "./fill-vector.js";
import type { FeedMessage, LandingAnswer, LandingOrder, LandingWorkerData } from "./messages.js";

// Given by `land-parquet.ts`.
const { signals } = workerData as LandingWorkerData;
let seen = 0;

parentPort?.on("message", ({ order, feed }: { order: LandingOrder; feed: MessagePort }) => {
  void land(order, feed);
});

async function land(order: LandingOrder, feed: MessagePort): Promise<void> {
  let answer: LandingAnswer;
  try {
    answer = { type: "done", rows: await copy(order, feed) };
  } catch (error) {
    answer = { type: "failed", message: error instanceof Error ? error.message : String(error) };
  }
  feed.postMessage(answer, []);
  feed.close();
}

async function copy(order: LandingOrder, feed: MessagePort): Promise<number> {
  const { path, columns, temporaryDirectory } = order;
  const database = await DuckDbDatabase.open({ files: [path], temporaryDirectory, threads: 1 });
  try {
    const connection = await database.connect();
    await registerFeed(connection, order, feed);
    const list = columns.map(({ name, type }, index) => {
      const { stored } = fileType(type);
      const value = stored === undefined ? `c${index}` : `CAST(c${index} AS ${stored})`;
      return `${value} AS ${identifier(name)}`;
    });
    const [row] = await connection.rows(
      `COPY (SELECT ${list.join(", ")} FROM hw_feed())
       TO ${literal(path)} (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)`,
    );
    connection.close();
    return Number(row?.[0] ?? 0);
  } finally {
    database.close();
  }
}

/** DuckDB's own handles for the vector types, which have no constructor for decimals and the like but a query's columns. */
async function registerFeed(
  connection: DuckDbConnection,
  order: LandingOrder,
  feed: MessagePort,
): Promise<void> {
  const { duckdb } = connection;
  const types = await connection.typesOf(order.columns.map(({ type }) => fileType(type).vector));
  const fetch = createFetch(duckdb, feed);
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
      fetch(chunk);
    } catch (error) {
      duckdb.function_set_error(info, error instanceof Error ? error.message : String(error));
    }
  });
  connection.register(feedFunction);
}

/** Fills one chunk with the next rows; a chunk without rows is the end. */
function createFetch(duckdb: DuckDb, feed: MessagePort) {
  let batch: Batch | undefined;
  let next = 0;
  return (chunk: Parameters<DuckDb["data_chunk_set_size"]>[0]): void => {
    while (!batch || next >= batch.rows) {
      const message = waitForMessage(feed);
      if (message.type === "abort") throw new Error("Landing was given up");
      if (message.type === "end") {
        duckdb.data_chunk_set_size(chunk, 0);
        return;
      }
      batch = message.batch;
      next = 0;
      feed.postMessage({ type: "taken" } satisfies LandingAnswer, []);
    }
    const rows = Math.min(VECTOR_ROWS, batch.rows - next);
    duckdb.data_chunk_set_size(chunk, rows);
    for (const [index, column] of batch.columns.entries()) {
      fillVector(duckdb, duckdb.data_chunk_get_vector(chunk, index), column, next, rows);
    }
    next += rows;
  };
}

function waitForMessage(feed: MessagePort): FeedMessage {
  for (;;) {
    const received = receiveMessageOnPort(feed);
    // Posted by `land-parquet.ts` only.
    if (received) return received.message as FeedMessage;
    Atomics.wait(signals, 0, seen);
    seen = Atomics.load(signals, 0);
  }
}
