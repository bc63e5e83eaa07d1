import type { MergeModel } from "../../project/objects.js";
import type { Project } from "../../project/project.js";
import type { Readers } from "../../readers/contract.js";
import type { TableRows } from "../../rows/relation.js";
import type { RunSource, RunSources } from "../run-sources.js";

/** What models are read with whose rows go to another engine. */
export interface RemoteContext {
  readonly project: Project;
  readonly sources: RunSources;
  readonly readers: Readers;
  /** What a model that is a job has made. */
  rowsOfInput(id: string): TableRows;
}

/** The merge whose models they are. */
export interface RemoteMerge {
  readonly merge: MergeModel;
  readonly engine: RunSource;
  /** Ids of its models that are jobs of their own, and have run. */
  readonly inputs: ReadonlySet<string>;
}
