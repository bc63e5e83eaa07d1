/** What passes between the thread that reads a source and the worker that writes Parquet. */
import type { ArtifactColumn } from "../../contract/manifest.js";
import type { Batch } from "../../rows/batch.js";
import type { WrittenParquet } from "../../rows/parquet/parquet-file.js";

export interface LandingOrder {
  readonly path: string;
  readonly columns: readonly ArtifactColumn[];
}

/** To the worker. Batches are transferred: their buffers are gone for the sender. */
export type FeedMessage =
  | { readonly type: "batch"; readonly batch: Batch }
  | { readonly type: "end" }
  | { readonly type: "abort" };

/** From the worker. */
export type LandingAnswer =
  | { readonly type: "taken" }
  | { readonly type: "done"; readonly written: WrittenParquet }
  /** `code`: of a system error. */
  | { readonly type: "failed"; readonly message: string; readonly code?: unknown };
