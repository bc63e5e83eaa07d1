/** What passes between the thread that reads a source and the worker that writes Parquet. */
import type { ArtifactColumn } from "../../contract/manifest.js";
import type { Batch } from "../../rows/batch.js";

export interface LandingOrder {
  readonly path: string;
  readonly columns: readonly ArtifactColumn[];
  readonly temporaryDirectory: string;
}

/** To the worker. Batches are transferred: their buffers are gone for the sender. */
export type FeedMessage =
  | { readonly type: "batch"; readonly batch: Batch }
  | { readonly type: "end" }
  | { readonly type: "abort" };

/** From the worker. */
export type LandingAnswer =
  | { readonly type: "taken" }
  | { readonly type: "done"; readonly rows: number }
  | { readonly type: "failed"; readonly message: string };

/**
 * What the worker gets when it starts. `signals[0]` counts the messages that were posted to the
 * feed: the worker, which is inside DuckDB and cannot run its event loop, sleeps until the count
 * changes.
 */
export interface LandingWorkerData {
  readonly signals: Int32Array;
}
