import type { Diagnostic } from "./diagnostic.js";
import type { LogicalType } from "./logical-type.js";
import type { ResultFormat } from "./result.js";

/** Raised whenever the files below `target/` change shape: an older state is rebuilt, and that is said. */
export const STATE_FORMAT = 1;

export type JobStatus =
  | "built"
  | "reused"
  | "failed"
  | "skipped"
  | "cancelled"
  /** Failed or skipped in this run, but an earlier artifact is still published. */
  | "stale";

export interface ArtifactColumn {
  readonly name: string;
  readonly type: LogicalType;
  /**
   * Of a bare `decimal` in Parquet: the most digits after the point that were seen;
   * absent when the values do not fit DECIMAL(38, scale).
   */
  readonly scale?: number;
}

/** An immutable file below `objects/`, named by the SHA-256 of its content. */
export interface Artifact {
  readonly hash: string;
  readonly format: ResultFormat | "parquet";
  readonly rows: number;
  readonly bytes: number;
  readonly columns: readonly ArtifactColumn[];
  /** ISO instant at which the rows were read. */
  readonly builtAt: string;
}

export interface ManifestEntry {
  readonly kind: "model" | "trace";
  readonly name: string;
  readonly status: JobStatus;
  readonly artifact?: Artifact;
  /** Cache key of the job; absent when it never ran. */
  readonly key?: string;
  readonly milliseconds?: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** Complete: every object's artifact, also of those that the run's selection left out. */
export interface Manifest {
  readonly format: number;
  readonly id: string;
  readonly environment: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  /** Keyed by `<kind>:<name>`. */
  readonly objects: Readonly<Record<string, ManifestEntry>>;
}
