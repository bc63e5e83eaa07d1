/** Objects with their rows, and what is known of those that have none. */
import type { FramedDiagnostic } from "../../../src/contract/diagnostic.js";
import type { SiteData, SiteObject } from "../../../src/contract/pages/dashboard.js";
import type { LoadedResult } from "./column.js";
import { loadProblems } from "./load-failure.js";
import type { ResultState } from "./result-state.js";
import { viewerDiagnostic } from "./viewer-diagnostic.js";

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
  /** Some objects have no rows as they failed; a published page is not told why. */
  readonly failed: boolean;
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

/** The rows of an object and where they are kept. */
export interface ReadRows {
  readonly data: SiteData;
  readonly state: ResultState;
}

/**
 * Gives the rows of an object for what is chosen and starts loading them; undefined when there are
 * none. Reading subscribes to them. `without` is an input of which all is shown.
 */
export type ReadObject = (object: SiteObject, without?: string) => ReadRows | undefined;

/** The results of some objects. */
export function gather<Kind extends SiteObject>(
  objects: readonly Kind[],
  read: ReadObject,
  without?: string,
): Gathered<Kind> {
  const loaded: Loaded<Kind>[] = [];
  const problems: FramedDiagnostic[] = [];
  const times: string[] = [];
  const staleTimes: string[] = [];
  let [loading, lost] = [false, false];
  for (const object of objects) {
    const { name, status } = object;
    problems.push(...object.problems);
    const rows = read(object, without);
    if (!rows) continue;
    const { data, state } = rows;
    times.push(data.builtAt);
    if (state.state === "ready") loaded.push({ object, result: state.result });
    if (state.state === "loading") loading = true;
    if (state.state === "failed") {
      lost = true;
      problems.push(...loadProblems(`The data of \`${name}\``, state.error));
    }
    if (state.state === "refused") {
      problems.push(viewerDiagnostic("viewer-choice-refused", { name, why: state.why }));
    }
    if (status === "stale") staleTimes.push(data.builtAt);
  }
  const [asOf] = times.toSorted();
  const [staleSince] = staleTimes.toSorted();
  return {
    loaded,
    loading,
    failed: objects.some(({ status, data }) => status === "failed" && !data),
    lost,
    pending: objects.some(({ status, data }) => status === "pending" && !data),
    problems,
    ...(asOf === undefined ? {} : { asOf }),
    ...(staleSince === undefined ? {} : { staleSince }),
  };
}
