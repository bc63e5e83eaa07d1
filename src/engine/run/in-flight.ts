/**
 * Jobs that outlive the run that started them. `serve` gives one of these to all its runs: an edit
 * ends the run, and the next one takes over what still goes on under a key of its own, so that a
 * statement is stopped only when nobody wants its rows any more.
 */
import { rm } from "node:fs/promises";
import type { JobResult } from "../jobs/job-result.js";
import type { Job } from "../plan.js";

export interface InFlight {
  /**
   * The result under a key: what `start` makes, unless it is being made already. It is handed out
   * to one run; when that run's signal is aborted before, it rejects and the work goes on for the
   * next.
   */
  result(
    key: string,
    signal: AbortSignal,
    start: (signal: AbortSignal) => Promise<JobResult>,
  ): Promise<JobResult>;
  /** Whether anything goes on, or waits to be taken. */
  readonly isEmpty: boolean;
  /** Stops everything under other keys. */
  retain(keys: ReadonlySet<string>): void;
  /** Stops everything and waits for its end. */
  close(): Promise<void>;
}

/**
 * A merge reads what its own run has moved for it, and other jobs their inputs' results: only the
 * rest stands alone.
 */
export function outlivesRun({ kind, inputs }: Pick<Job, "kind" | "inputs">): boolean {
  return kind !== "merge-model" && inputs.length === 0;
}

interface Flight {
  readonly abort: AbortController;
  readonly result: Promise<JobResult>;
}

export function createInFlight(): InFlight {
  const flights = new Map<string, Flight>();
  const ending = new Set<Promise<unknown>>();

  function begin(key: string, start: (signal: AbortSignal) => Promise<JobResult>): Flight {
    const abort = new AbortController();
    const flight = { abort, result: start(abort.signal) };
    // A failure is for whoever takes the result.
    flight.result.catch(() => undefined);
    flights.set(key, flight);
    return flight;
  }

  function stop(key: string, { abort, result }: Flight): void {
    flights.delete(key);
    abort.abort();
    const ended = result
      .then(({ path }) => rm(path, { force: true }))
      .catch(() => undefined)
      .finally(() => ending.delete(ended));
    ending.add(ended);
  }

  return {
    async result(key, signal, start) {
      const flight = flights.get(key) ?? begin(key, start);
      await untilAborted(flight.result, signal);
      flights.delete(key);
      return flight.result;
    },
    get isEmpty() {
      return flights.size === 0;
    },
    retain(keys) {
      for (const [key, flight] of flights) if (!keys.has(key)) stop(key, flight);
    },
    async close() {
      for (const [key, flight] of flights) stop(key, flight);
      await Promise.all(ending);
    },
  };
}

/** Resolves when the work has ended, well or not; rejects when the signal is aborted first. */
async function untilAborted(work: Promise<unknown>, signal: AbortSignal): Promise<void> {
  let abandon = () => {};
  const aborted = new Promise<never>((_, reject) => {
    abandon = () => reject(signal.reason);
    signal.addEventListener("abort", abandon, { once: true });
    if (signal.aborted) abandon();
  });
  try {
    await Promise.race([work.catch(() => undefined), aborted]);
  } finally {
    signal.removeEventListener("abort", abandon);
  }
}
