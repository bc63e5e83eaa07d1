import type { Diagnostic } from "../../contract/diagnostic.js";
import type { Artifact, MergeLeg } from "../../contract/manifest.js";
import type { Source } from "../../project/objects.js";
import type { Project } from "../../project/project.js";
import type { Classifier } from "../../sql/trace/classify.js";
import type { JobKey } from "../job-key.js";
import type { Draft, ReadControl, Readers } from "../reader/contract.js";
import type { RunSources } from "../run-sources.js";
import type { Scrubber } from "../scrub.js";
import type { MergeLegs } from "./merge-legs.js";
import type { Relations } from "./relations.js";

/** What jobs share in one run. */
export interface JobContext {
  readonly project: Project;
  readonly readers: Readers;
  readonly sources: RunSources;
  readonly classifier: Classifier;
  readonly relations: Relations;
  readonly legs: MergeLegs;
  /** The source of `--source`. */
  readonly chosen: Source | undefined;
  readonly scrub: Scrubber;
  /** Whether script models and plugins may run. */
  readonly trusted: boolean;
  /** A folder for files on the way; on the same file system as the artifacts. */
  temporaryDirectory(): string;
  /** Key and artifact of a job that ended well; jobs only ask for their inputs. */
  result(id: string): { readonly key: string; readonly artifact: Artifact };
}

/** What a job made. */
export interface JobResult extends Draft {
  /** Of a merge. */
  readonly legs?: readonly MergeLeg[];
}

/** A job whose inputs are there, looked at closely enough to know whether it must run. */
export interface PreparedJob extends JobKey {
  /** Milliseconds during which an earlier result is good enough. */
  readonly freshFor?: number | undefined;
  /** Warnings, whether it runs or not. */
  readonly diagnostics: readonly Diagnostic[];
  /** Makes the artifact's file. Rejects with a JobFailure or a SourceError. */
  run(control: ReadControl): Promise<JobResult>;
  /** Adds to a failure of `run` what only the job knows: place, SQL, near names. */
  explain(diagnostic: Diagnostic): Promise<Diagnostic>;
}
