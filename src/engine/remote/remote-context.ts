import type { Project } from "../../project/project.js";
import type { Readers } from "../../readers/contract.js";
import type { TableRows } from "../../rows/relation.js";
import type { RunSources } from "../run-sources.js";

/** What models are read with whose rows go to another engine. */
export interface RemoteContext {
  readonly project: Project;
  readonly sources: RunSources;
  readonly readers: Readers;
  /** What a model that is a job has made. */
  rowsOfInput(id: string): TableRows;
}
