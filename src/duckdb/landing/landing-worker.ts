/**
 * The worker thread that writes Parquet while rows are still read. When DuckDB wants rows, the
 * thread sleeps until the reader has posted the next batch.
 */
import {
  parentPort,
  receiveMessageOnPort,
  workerData,
  type MessagePort,
} from "node:worker_threads";
import type { Batch } from "../../rows/batch.js";
import type { FeedMessage, LandingAnswer, LandingOrder, LandingWorkerData } from "./messages.js";
import { writeParquet } from "./write-parquet.js";

// Set by `landing-threads.ts`.
const { signals } = workerData as LandingWorkerData;
let seen = 0;

parentPort?.on("message", ({ order, feed }: { order: LandingOrder; feed: MessagePort }) => {
  void land(order, feed);
});

async function land(order: LandingOrder, feed: MessagePort): Promise<void> {
  let answer: LandingAnswer;
  try {
    answer = { type: "done", rows: await writeParquet(order, () => nextBatch(feed)) };
  } catch (error) {
    answer = { type: "failed", message: error instanceof Error ? error.message : String(error) };
  }
  feed.postMessage(answer, []);
  feed.close();
}

function nextBatch(feed: MessagePort): Batch | undefined {
  const message = waitForMessage(feed);
  if (message.type === "abort") throw new Error("Landing was given up");
  if (message.type === "end") return undefined;
  feed.postMessage({ type: "taken" } satisfies LandingAnswer, []);
  return message.batch;
}

function waitForMessage(feed: MessagePort): FeedMessage {
  for (;;) {
    const received = receiveMessageOnPort(feed);
    // Posted by `feed.ts` only.
    if (received) return received.message as FeedMessage;
    Atomics.wait(signals, 0, seen);
    seen = Atomics.load(signals, 0);
  }
}
