/** The worker thread that writes Parquet while rows are still read. */
import { parentPort, type MessagePort } from "node:worker_threads";
import { ParquetFile } from "../../rows/parquet/parquet-file.js";
import type { FeedMessage, LandingAnswer, LandingOrder } from "./messages.js";

parentPort?.on("message", ({ order, feed }: { order: LandingOrder; feed: MessagePort }) =>
  land(order, feed),
);

function land({ path, columns }: LandingOrder, feed: MessagePort): void {
  let file: ParquetFile | undefined;
  const answer = (message: LandingAnswer) => feed.postMessage(message, []);
  const end = (message: LandingAnswer) => {
    file = undefined;
    answer(message);
    feed.close();
  };
  const fail = (error: unknown) => {
    file?.abandon();
    if (!(error instanceof Error)) end({ type: "failed", message: String(error) });
    else
      end({ type: "failed", message: error.message, ...("code" in error && { code: error.code }) });
  };
  feed.on("message", (message: FeedMessage) => {
    try {
      file ??= new ParquetFile(path, columns);
      switch (message.type) {
        case "batch":
          file.add(message.batch);
          answer({ type: "taken" });
          break;
        case "end":
          end({ type: "done", written: file.finish() });
          break;
        case "abort":
          throw new Error("Landing was given up");
      }
    } catch (error) {
      fail(error);
    }
  });
}
