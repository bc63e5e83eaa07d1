import type { Diagnostic } from "../../contract/diagnostic.js";
import type { Manifest } from "../../contract/manifest.js";
import type { RunEvent } from "../../contract/events.js";
import type { InFlight } from "./in-flight.js";
import type { MergeOptions } from "../merge/merge-options.js";

/** What one run is asked to do. */
export interface RunOptions {
  /** Selection expression; absent: everything that a dashboard, table, test or alert needs. */
  readonly selection?: string;
  /** Every object, also those that nothing shows. */
  readonly all?: boolean;
  /** Reuse artifacts whose key is unchanged instead of refreshing from the sources. */
  readonly reuse?: boolean;
  /** What `reuse` reuses was made at this time or later; milliseconds since 1970. */
  readonly since?: number;
  /** Whether a job that failed is left as it is, and not tried again yet. */
  readonly rests?: (job: string) => boolean;
  /** Publish nothing when readers would see what they see now. */
  readonly onlyNews?: boolean;
  /** Wait for another run of this project instead of refusing. */
  readonly wait?: boolean;
  readonly signal: AbortSignal;
  readonly onEvent: (event: RunEvent) => void;
  readonly merges?: MergeOptions;
  /**
   * Kept by the caller over several runs, with their readers: jobs that go on when a run's signal
   * is aborted.
   */
  readonly inFlight?: InFlight;
}

export interface RunOutcome {
  /**
   * What readers see now. Absent when nothing could start: the project is busy or the selection is
   * wrong.
   */
  readonly manifest?: Manifest;
  /** 0, 1, 3, 5, 6 or 130, as the command line exits. */
  readonly exitCode: number;
  readonly diagnostics: readonly Diagnostic[];
}
