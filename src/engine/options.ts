import type { Diagnostic } from "../contract/diagnostic.js";
import type { Manifest } from "../contract/manifest.js";
import type { RunEvent } from "../contract/events.js";
import type { InFlight } from "./in-flight.js";
import type { Readers } from "./reader/contract.js";

/** What one run is asked to do. */
export interface RunOptions {
  /** Selection expression; absent: everything that a dashboard, table, test or alert needs. */
  readonly selection?: string;
  /** Every object, also those that nothing shows. */
  readonly all?: boolean;
  /** Reuse artifacts whose key is unchanged instead of refreshing from the sources. */
  readonly reuse?: boolean;
  /** Name of the source for models that name none. */
  readonly source?: string;
  /** Whether script models and plugins may run. */
  readonly trusted: boolean;
  /** Wait for another run of this project instead of refusing. */
  readonly wait?: boolean;
  readonly signal: AbortSignal;
  readonly onEvent: (event: RunEvent) => void;
  readonly merges?: MergeOptions;
  /** Kept alive by the caller, as `serve` does; made and closed by the run when absent. */
  readonly readers?: Readers;
  /** Kept by the caller over several runs, with `readers`: jobs that go on when a run's signal is aborted. */
  readonly inFlight?: InFlight;
}

/** How merges move rows; no field of a project sets it. Benchmarks and tests compare with what it changes. */
export interface MergeOptions {
  /** Moves every model below a merge as a whole. */
  readonly whole?: boolean;
  readonly keys?: Partial<KeyLimits>;
}

/** When the values of one side of a join are worth being sent to the other side's source. */
export interface KeyLimits {
  /** Most values. */
  readonly most: number;
  /** Fewest rows of the other side. */
  readonly leastRows: number;
  /** Fewest rows of the other side for each value. */
  readonly rowsPerKey: number;
}

export interface RunOutcome {
  /** Absent when nothing could start: the project is busy or the selection is wrong. */
  readonly manifest?: Manifest;
  /** 0, 1, 3, 5, 6 or 130, as the command line exits. */
  readonly exitCode: number;
  readonly diagnostics: readonly Diagnostic[];
}
