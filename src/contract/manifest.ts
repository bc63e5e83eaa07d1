import type { Diagnostic, SourceRange } from "./diagnostic.js";
import type { LogicalType } from "./logical-type.js";
import type { ResultFormat } from "./result.js";

/**
 * Raised whenever the files below `target/` change shape: an older state is rebuilt, and that is
 * said.
 */
export const STATE_FORMAT = 1;

/** How a job ended. */
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
  /**
   * Of a bare `decimal` in Parquet, whose values are whole numbers too long for 38 digits: DuckDB's
   * type that holds them all.
   */
  readonly whole?: WholeType;
}

export type WholeType = "HUGEINT" | "UHUGEINT" | "BIGNUM";

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

/** Whether the file of an artifact is there with the very bytes that the manifest names. */
export type ObjectCondition = "whole" | "missing" | "damaged";

/**
 * How a merge got at the rows of one model below it. What was fetched may be a part of them: it is
 * never the model's result.
 */
export interface MergeLeg {
  /** Id of the model. */
  readonly model: string;
  /**
   * `moved`: the needed part came from its source. `reused`: an earlier such part was enough.
   * `unused`: the SQL reads no row of it. `present`: DuckDB reads the model's own result, or its
   * files where they lie. `sent`: its rows stood in the query of the merge on another engine.
   * `uploaded`: they were a table of that engine as long as the query ran.
   */
  readonly how: "moved" | "reused" | "unused" | "present" | "sent" | "uploaded";
  /** What was sent to the source. */
  readonly sql?: string;
  /** Fetched columns. */
  readonly columns?: readonly string[];
  /** How many the model has. */
  readonly ofColumns?: number;
  /** The condition that was pushed to the source, with the model's names. */
  readonly where?: string;
  /** Join columns whose values were pushed, with the model that they came from. */
  readonly keys?: readonly {
    readonly column: string;
    readonly from: string;
    readonly values: number;
  }[];
  readonly notPushed?: readonly { readonly what: string; readonly why: string }[];
  /** Why all of the model was fetched in the end although less was asked for first. */
  readonly refetched?: string;
  readonly estimatedRows?: number;
  readonly milliseconds?: number;
  /** Of what was sent. */
  readonly rows?: number;
  /** Of the values that were moved, before they were packed into a file; of what was sent, its SQL. */
  readonly bytes?: number;
  /** For which the service has billed what was moved; absent where it does not bill by bytes. */
  readonly bytesBilled?: number;
  /** Equal keys mean the same query of the same source. */
  readonly key?: string;
  /** The fetched part. */
  readonly artifact?: Artifact;
}

/** What a merge would move to and from this machine on one engine, by the estimates of the sources. */
export interface EngineMoves {
  /** Name of the source; absent: DuckDB. */
  readonly engine?: string;
  readonly rows?: number;
  readonly bytes?: number;
  /** Why that is not known, or why it cannot run there: a sentence. */
  readonly but?: string;
}

/** An engine that would move less, and was not taken. */
export interface HeldEngine {
  readonly engine: string;
  /** A clause that stands behind the engine's name and "where". */
  readonly because: string;
  /** Of what in the SQL it is about. */
  readonly at?: SourceRange;
}

/** What a model had whose rows were read to be sent along, and were too many or too long for that. */
export interface FoundSize {
  /** Id of the model. */
  readonly model: string;
  /** By the estimate that they were read by. */
  readonly estimatedRows: number;
  /** As far as they were read. */
  readonly rows: number;
  /** Of their SQL. */
  readonly bytes: number;
}

/** How a merge with `engine: auto` came to its engine. */
export interface EngineChoice {
  /** DuckDB first; empty where no other engine reaches its models. */
  readonly moves: readonly EngineMoves[];
  /** In the order in which they were tried. */
  readonly held: readonly HeldEngine[];
  /** Of this run or an earlier one, so that a later one does not read the same in vain. */
  readonly found?: readonly FoundSize[];
}

/** Why a job was run, or its earlier result kept. */
export type ReuseReason =
  /** It had no entry. */
  | { readonly why: "never-ran" }
  /** It had run, and has not left a result that is good for anything. */
  | { readonly why: "no-result"; readonly status: JobStatus }
  /** `parts` are the names of what decides and is not as it was. */
  | { readonly why: "changed"; readonly parts: readonly string[] }
  /** The result's file is gone. */
  | { readonly why: "missing" }
  /** The result's file holds other bytes than those that were written. */
  | { readonly why: "damaged" }
  /** Id of an input whose rows are newer than the result. */
  | { readonly why: "input"; readonly input: string }
  /** Nothing says for how long a result is good, so that each run reads anew. */
  | { readonly why: "refresh" }
  | { readonly why: "expired"; readonly freshFor: number }
  /** Kept: it is younger than its `fresh_for`, in milliseconds. */
  | { readonly why: "fresh"; readonly freshFor: number }
  /** Kept: `--reuse`, and nothing that decides has changed. */
  | { readonly why: "unchanged" };

/** What the last run that came to an object left of it. */
export interface ManifestEntry {
  readonly kind: "model" | "trace";
  readonly name: string;
  readonly status: JobStatus;
  readonly artifact?: Artifact;
  /** Cache key of the job; absent when it never ran. */
  readonly key?: string;
  /** A hash of each ingredient of the key, by its name. */
  readonly parts?: Readonly<Record<string, string>>;
  /** Why the run that made this entry ran the job or not; absent when it did not come to that. */
  readonly reason?: ReuseReason;
  readonly milliseconds?: number;
  /**
   * For which the service has billed the query of the run that built the artifact, of services that
   * bill by bytes; that of a merge's parts is said with its legs.
   */
  readonly bytesBilled?: number;
  /** Of a merge that ran on a source: the source's name; absent: on DuckDB. */
  readonly engine?: string;
  /** Of a merge that chooses its engine. */
  readonly choice?: EngineChoice;
  /** Of a merge, in the order of its models. */
  readonly legs?: readonly MergeLeg[];
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
