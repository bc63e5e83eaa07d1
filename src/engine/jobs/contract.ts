import type { Artifact, EngineChoice } from "../../contract/manifest.js";
import type { Diagnostic } from "../../contract/diagnostic.js";
import type { Source } from "../../project/objects.js";
import type { Project } from "../../project/project.js";
import type { JobKey } from "../job-key.js";
import type { ReadControl } from "../../readers/call.js";
import type { Readers } from "../../readers/contract.js";
import type { TableRows } from "../../rows/relation.js";
import type { Column } from "../../rows/stream.js";
import type { DialectName } from "../../sql/dialect.js";
import type { RunSources } from "../run-sources.js";
import type { JobResult } from "./job-result.js";
import type { TraceCompiler } from "./trace-compiler.js";
import type { MergeChildren } from "../merge/find-children.js";
import type { MergeRun } from "../merge/merge-run.js";
import type { Job } from "../plan.js";

/**
 * What keys hang on: the project, its sources and the keys of inputs. No source is asked and
 * nothing is run for one.
 */
export interface KeyContext {
  readonly project: Project;
  readonly sources: RunSources;
  readonly compile: TraceCompiler;
  /** The source of `--source`. */
  readonly chosen: Source | undefined;
  /** The key of a job that is an input; it must be known. */
  keyOfInput(id: string): string;
}

/** What sources and engines are asked with. */
export interface AskContext extends KeyContext {
  readonly readers: Readers;
  /** The models below merges that no source makes. */
  readonly children: MergeChildren;
  /** What an input made, which ended well. */
  rowsOfInput(id: string): TableRows;
}

/** What the jobs of one run share. */
export interface RunContext extends AskContext {
  readonly merges: MergeRun;
  /** How the last run chose the engine of a merge. */
  choiceBefore(id: string): EngineChoice | undefined;
  /** The result of an input, which ended well. */
  artifactOfInput(id: string): Artifact;
  /** A folder for files on the way; on the same file system as the artifacts. */
  temporaryDirectory(): string;
}

/** A job looked at closely enough to know whether it must run. */
export interface KeyedJob extends JobKey {
  /** Milliseconds during which an earlier result is good enough. */
  readonly freshFor?: number | undefined;
  /** Warnings, whether it runs or not. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What a job would yield; a run may still yield other types where a column is not exact. */
export interface DescribedJob {
  readonly columns: readonly Column[];
  /** Whose words the columns' native types are. */
  readonly dialect: DialectName;
  readonly diagnostics: readonly Diagnostic[];
}

/** Why only a run can tell. */
export interface Undescribed {
  readonly unknown: string;
}

/** What a kind of job can do. */
export interface JobKind<J extends Job> {
  /** Rejects with a JobFailure when the job cannot run. */
  keyOf(job: J, context: KeyContext): Promise<KeyedJob>;
  /**
   * Makes the artifact's file. The inputs are there. Rejects with a JobFailure or a SourceError.
   */
  run(job: J, context: RunContext, control: ReadControl): Promise<JobResult>;
  /**
   * Has the query prepared that `run` would send; no row of it is read. Rejects with a JobFailure
   * or a SourceError.
   */
  describe(job: J, context: AskContext, signal: AbortSignal): Promise<DescribedJob | Undescribed>;
  /** Adds to a failure of `run` or `describe` what only the job knows: place, SQL, near names. */
  explain(diagnostic: Diagnostic, job: J, context: AskContext): Promise<Diagnostic>;
}
