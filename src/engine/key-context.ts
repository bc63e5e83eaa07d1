import type { Source } from "../project/objects.js";
import type { Project } from "../project/project.js";
import type { SourceTypes } from "../project/source-types.js";
import { createClassifier } from "../sql/trace/classify.js";
import type { JobContext } from "./jobs/contract.js";
import { createRelations } from "./jobs/relations.js";
import { readingView } from "./landing/reading-view.js";
import type { Readers } from "./reader/contract.js";
import { createRunSources } from "./run-sources.js";
import { createScrubber } from "./scrub.js";
import type { State } from "./state.js";

export interface KeyContextOptions extends Pick<JobContext, "result"> {
  readonly sourceTypes: SourceTypes;
  readonly state: State;
  /** Only asked how relations are named: nothing is read. */
  readonly readers: Readers;
  /** The source of `--source`. */
  readonly chosen: Source | undefined;
  /** Whether the code of plugins may be loaded. */
  readonly trusted: boolean;
}

/** For jobs that are prepared to learn their keys, and never run. */
export function createKeyContext(
  project: Project,
  { sourceTypes, state, readers, chosen, trusted, result }: KeyContextOptions,
): JobContext {
  const sources = createRunSources(project, sourceTypes, chosen, trusted);
  return {
    project,
    readers,
    sources,
    classifier: createClassifier({ aggregates: project.defaults.aggregates }),
    relations: createRelations({
      readers,
      limits: project.defaults.limits,
      objectPath: (artifact) => state.objectPath(artifact),
      readingView,
    }),
    legs: { fetch: () => Promise.reject(new Error("Only keys are asked for here")) },
    chosen,
    scrub: createScrubber([]),
    // A script's key is asked, and nothing is run.
    trusted: true,
    temporaryDirectory: () => state.temporaryDirectory(),
    result,
  };
}
