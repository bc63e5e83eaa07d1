import type { SqlModel } from "../project/objects.js";
import { JobFailure } from "./job-failure.js";
import type { RunSource, RunSources } from "./run-sources.js";

/** The source on which a model runs. Throws a JobFailure when it cannot be used. */
export function sourceOfModel(
  model: SqlModel,
  { sources }: { readonly sources: RunSources },
): RunSource {
  const source = sources.of(model);
  if ("diagnostics" in source) throw new JobFailure(source.diagnostics);
  return source;
}
