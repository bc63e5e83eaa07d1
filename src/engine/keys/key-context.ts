import type { Source } from "../../project/objects.js";
import type { Project } from "../../project/project.js";
import type { SourceTypes } from "../../project/source-types.js";
import { createClassifier } from "../../sql/classify.js";
import type { KeyContext } from "../jobs/contract.js";
import { createRunSources } from "../run-sources.js";

export interface KeyContextOptions extends Pick<KeyContext, "keyOfInput"> {
  readonly sourceTypes: SourceTypes;
  /** The source of `--source`. */
  readonly chosen: Source | undefined;
  /** Whether the code of plugins may be loaded. */
  readonly trusted: boolean;
}

/** For keys of jobs that never run. */
export function createKeyContext(
  project: Project,
  { sourceTypes, chosen, trusted, keyOfInput }: KeyContextOptions,
): KeyContext {
  return {
    project,
    sources: createRunSources(project, sourceTypes, chosen, trusted),
    classifier: createClassifier({ aggregates: project.defaults.aggregates }),
    chosen,
    keyOfInput,
  };
}
