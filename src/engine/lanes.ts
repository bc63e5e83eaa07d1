import type { SqlModel } from "../project/objects.js";
import type { Job } from "./plan.js";
import type { RunSources } from "./run-sources.js";

const ALL = "all";
const LANDING = "landing";
/** Rows that go to Parquet need memory and disk, so few do it at once. */
const LANDINGS = 2;

/**
 * What limits a job: the project's `threads`, the statements that its source runs at once, and the landings. A source
 * is a lane so that waiting for a busy one takes no thread from the others.
 */
export function jobLanes(job: Job, sources: RunSources): string[] {
  if (job.kind === "script-model") return [ALL];
  if (job.kind === "merge-model") {
    const { engine } = job.object;
    return engine ? [ALL, LANDING, engine.id] : [ALL, LANDING];
  }
  const model = job.kind === "trace" ? job.object.model : job.object;
  const lanes = job.kind === "trace" ? [ALL] : [ALL, LANDING];
  const lane = model?.type === "sql" ? sourceLane(model, sources) : undefined;
  return lane === undefined ? lanes : [...lanes, lane];
}

function sourceLane(model: SqlModel, sources: RunSources): string | undefined {
  const source = sources.of(model);
  return "diagnostics" in source ? undefined : source.source.id;
}

/** Places in each lane, from the project's `threads` and the sources' pools. */
export function laneCapacity(threads: number, sources: RunSources): (lane: string) => number {
  return (lane) => {
    if (lane === ALL) return threads;
    return lane === LANDING ? LANDINGS : (sources.poolOf(lane) ?? Infinity);
  };
}
