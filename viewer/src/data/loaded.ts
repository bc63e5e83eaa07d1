/** Objects with their rows, and what is known of those that have none. */
import type { FramedDiagnostic } from "../../../src/contract/diagnostic.js";
import type { SiteData, SiteObject } from "../../../src/contract/pages/dashboard.js";
import type { LoadedResult } from "./column.js";
import { loadProblems } from "./load-failure.js";
import type { ResultState } from "./results.js";

/** An object with its rows. */
export interface Loaded<Kind extends SiteObject> {
  readonly object: Kind;
  readonly result: LoadedResult;
}

/** What is there of some objects, and what is not. */
export interface Gathered<Kind extends SiteObject> {
  readonly loaded: readonly Loaded<Kind>[];
  /** Some results are still on their way. */
  readonly loading: boolean;
  /** Some results could not be loaded. */
  readonly lost: boolean;
  /** Some objects have not run yet. */
  readonly pending: boolean;
  /** Why objects are missing or old. */
  readonly problems: readonly FramedDiagnostic[];
  /** When the oldest of the results was read. */
  readonly asOf?: string;
  /** When the oldest of the stale results was read. */
  readonly staleSince?: string;
}

/**
 * The results of some objects. `read` gives the state of one and starts loading it; reading
 * subscribes to it.
 */
export function gather<Kind extends SiteObject>(
  objects: readonly Kind[],
  read: (data: SiteData) => ResultState,
): Gathered<Kind> {
  const loaded: Loaded<Kind>[] = [];
  const problems: FramedDiagnostic[] = [];
  const times: string[] = [];
  const staleTimes: string[] = [];
  let [loading, lost] = [false, false];
  for (const object of objects) {
    const { name, data, status } = object;
    problems.push(...object.problems);
    if (!data) continue;
    times.push(data.builtAt);
    const state = read(data);
    if (state.state === "ready") loaded.push({ object, result: state.result });
    if (state.state === "loading") loading = true;
    if (state.state === "failed") {
      lost = true;
      problems.push(...loadProblems(`The data of \`${name}\``, state.error));
    }
    if (status === "stale") staleTimes.push(data.builtAt);
  }
  const [asOf] = times.toSorted();
  const [staleSince] = staleTimes.toSorted();
  return {
    loaded,
    loading,
    lost,
    pending: objects.some(({ status, data }) => status === "pending" && !data),
    problems,
    ...(asOf === undefined ? {} : { asOf }),
    ...(staleSince === undefined ? {} : { staleSince }),
  };
}
