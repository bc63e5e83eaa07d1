/** Gathers the results behind a card and says what state it is in. */
import type { FramedDiagnostic } from "../../../src/contract/diagnostic.js";
import type { SiteData, SiteTrace } from "../../../src/contract/pages/dashboard.js";
import type { LoadedTrace } from "../charts/figure.js";
import type { ResultState } from "../data/results.js";

export interface TraceData {
  readonly loaded: readonly LoadedTrace[];
  /** Some results are still on their way. */
  readonly loading: boolean;
  /** Some traces have not run yet. */
  readonly pending: boolean;
  /** Why traces are missing or old. */
  readonly problems: readonly FramedDiagnostic[];
  /** When the oldest of the stale results was read. */
  readonly staleSince?: string;
}

/** `read` gives the state of a result and starts loading it; reading subscribes to it. */
export function gatherTraces(
  traces: readonly SiteTrace[],
  read: (data: SiteData) => ResultState,
): TraceData {
  const loaded: LoadedTrace[] = [];
  const problems: FramedDiagnostic[] = [];
  const staleTimes: string[] = [];
  let loading = false;
  for (const trace of traces) {
    problems.push(...trace.problems);
    if (trace.data) {
      const state = read(trace.data);
      if (state.state === "ready") loaded.push({ trace, result: state.result });
      if (state.state === "loading") loading = true;
      if (state.state === "failed") problems.push(unreadable(trace.name, state.message));
      if (trace.status === "stale") staleTimes.push(trace.data.builtAt);
    }
  }
  staleTimes.sort();
  const [staleSince] = staleTimes;
  return {
    loaded,
    loading,
    pending: traces.some(({ status, data }) => status === "pending" && !data),
    problems,
    ...(staleSince === undefined ? {} : { staleSince }),
  };
}

/** A result that could not be fetched; it is the page's own trouble and has no place in the project. */
export function unreadable(name: string, message: string): FramedDiagnostic {
  return {
    code: "viewer-load-failed",
    severity: "error",
    message: `The data of \`${name}\` could not be loaded.`,
    hint: message,
  };
}
