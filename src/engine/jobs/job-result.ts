import type { EngineChoice, MergeLeg } from "../../contract/manifest.js";
import type { Draft } from "../../rows/result/draft.js";

/** What a job made. */
export interface JobResult extends Draft {
  /** Name of the source on which a merge has run. */
  readonly engine?: string;
  /** Of a merge that chooses its engine. */
  readonly choice?: EngineChoice;
  /** Of a merge. */
  readonly legs?: readonly MergeLeg[];
}
