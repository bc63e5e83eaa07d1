/**
 * The worker thread that writes Parquet: `COPY (SELECT … FROM hw_feed()) TO file`. DuckDB calls
 * `hw_feed` for every 2,048 rows; inside that call the thread sleeps until the reader has posted
 * the next batch. Nothing is staged, and the order is kept.
 */
import {
  parentPort,
  receiveMessageOnPort,
  workerData,
  type MessagePort,
} from "node:worker_threads";
import { PARQUET_OPTIONS } from "../parquet-options.js";
import type { DuckDbConnection } from "../connection.js";
import { DuckDbDatabase } from "../database.js";
import type { DuckDb } from "../bindings.js";
import { BatchSlices, chunkTypes, rowsFrom } from "./fill-chunk.js";
import type { FeedMessage, LandingAnswer, LandingOrder, LandingWorkerData } from "./messages.js";
import { quoteText } from "../../sql/quote.js";

// Set by `land-parquet.ts`.
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
  feed: MessagePort,
): Promise<void> {
  const { duckdb } = connection;
  const types = await connection.typesOf(chunkTypes(order.columns));
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
  let slices: BatchSlices | undefined;
  return (chunk: Parameters<DuckDb["data_chunk_set_size"]>[0]): void => {
    while (!slices || slices.done) {
      const message = waitForMessage(feed);
      if (message.type === "abort") throw new Error("Landing was given up");
      if (message.type === "end") {
        duckdb.data_chunk_set_size(chunk, 0);
        return;
      }
      slices = new BatchSlices(duckdb, message.batch);
      feed.postMessage({ type: "taken" } satisfies LandingAnswer, []);
    }
    slices.fill(chunk);
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
