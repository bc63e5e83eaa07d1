import type { MergeLeg } from "../../contract/manifest.js";
import type { Draft } from "../../rows/result/draft.js";

/** What a job made. */
export interface JobResult extends Draft {
  /** Of a merge. */
  readonly legs?: readonly MergeLeg[];
}
