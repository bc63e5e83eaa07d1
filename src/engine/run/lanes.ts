import type { Job } from "../plan.js";
import type { RunSources } from "../run-sources.js";

const ALL = "all";
const LANDING = "landing";
/** Rows that go to Parquet need memory and disk, so few do it at once. */
const LANDINGS = 2;

/**
 * What limits a job: the project's `threads`, the statements that its source runs at once, and the
 * landings. A source, or all sources of one server and login, is a lane so that waiting for a busy
 * one takes no thread from the others.
 */
export function jobLanes(job: Job, sources: RunSources): string[] {
  const lands = job.kind === "merge-model" || job.kind === "sql-model";
  return [...askingLanes(job, sources), ...(lands ? [LANDING] : [])];
}

/** What limits a job whose query is only prepared. */
export function askingLanes(job: Job, sources: RunSources): string[] {
  const lane = sourceLane(job, sources);
  return lane === undefined ? [ALL] : [ALL, lane];
}

function sourceLane(job: Job, sources: RunSources): string | undefined {
  if (job.kind === "merge-model") {
    const { engine } = job.object;
    return engine && laneOf(sources.get(engine));
  }
  const model = job.kind === "trace" ? job.object.model : job.object;
  return model?.type === "sql" ? laneOf(sources.of(model)) : undefined;
}

function laneOf(source: ReturnType<RunSources["get"]>): string | undefined {
  return "diagnostics" in source ? undefined : source.lane;
}

/** Places in each lane, from the project's `threads` and the sources' pools. */
export function laneCapacity(threads: number, sources: RunSources): (lane: string) => number {
  return (lane) => {
    if (lane === ALL) return threads;
    return lane === LANDING ? LANDINGS : (sources.poolOf(lane) ?? Infinity);
  };
}
