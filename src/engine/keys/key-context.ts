import { createClassifier } from "../../sql/classify.js";
import type { JobContext } from "../jobs/contract.js";
import { createRelations } from "../merge/model-relations.js";
import { readingView } from "../../duckdb/landing/reading-view.js";
import type { Readers } from "../../readers/contract.js";
import type { OpenedRun } from "../opened-run.js";
import { createScrubber } from "../../diagnostics/scrub.js";

/** For jobs that are prepared to learn their keys, and never run. */
export function createKeyContext(
  { project, sources, chosen, state }: OpenedRun,
  readers: Readers,
  result: JobContext["result"],
): JobContext {
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
