import type { Diagnostic } from "../../contract/diagnostic.js";
import type { Artifact } from "../../contract/manifest.js";
import type { Source } from "../../project/objects.js";
import type { Project } from "../../project/project.js";
import type { JobKey } from "../job-key.js";
import type { ReadControl } from "../../readers/call.js";
import type { Readers } from "../../readers/contract.js";
import type { RunSources } from "../run-sources.js";
import type { JobResult } from "./job-result.js";
import type { TraceCompiler } from "./trace-compiler.js";
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

/** What the jobs of one run share. */
export interface RunContext extends KeyContext {
  readonly readers: Readers;
  readonly merges: MergeRun;
  /** A folder for files on the way; on the same file system as the artifacts. */
  temporaryDirectory(): string;
  /** What an input made, which ended well. */
  artifactOfInput(id: string): Artifact;
  objectPath(artifact: Artifact): string;
}

/** A job looked at closely enough to know whether it must run. */
export interface KeyedJob extends JobKey {
  /** Milliseconds during which an earlier result is good enough. */
  readonly freshFor?: number | undefined;
  /** Warnings, whether it runs or not. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What a kind of job can do. */
export interface JobKind<J extends Job> {
  /** Rejects with a JobFailure when the job cannot run. */
  keyOf(job: J, context: KeyContext): Promise<KeyedJob>;
  /**
   * Makes the artifact's file. The inputs are there. Rejects with a JobFailure or a SourceError.
   */
  run(job: J, context: RunContext, control: ReadControl): Promise<JobResult>;
  /** Adds to a failure of `run` what only the job knows: place, SQL, near names. */
  explain(diagnostic: Diagnostic, job: J, context: RunContext): Promise<Diagnostic>;
}
