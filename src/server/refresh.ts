/** Which results are too old. */
export interface Refresh {
  /** Names of the dashboards whose results are meant; absent: of all. */
  readonly dashboards?: ReadonlySet<string>;
  /** Results from before this time are asked for again; milliseconds since 1970. */
  readonly since: number;
  /** By the clock, not by a person: it waits for nobody, and what failed again and again rests. */
  readonly byClock: boolean;
}

/** Milliseconds in which no result is asked for a second time, however often people want that. */
const SHORTEST = 60_000;

/** What somebody who looks at a dashboard, or at the list of them, wants. */
export type AskByHand = (dashboard: string | undefined) => Refresh;

export function createAskByHand(now: () => number = Date.now): AskByHand {
  let since = -Infinity;
  return (dashboard) => {
    if (now() - since >= SHORTEST) since = now();
    return {
      ...(dashboard !== undefined && { dashboards: new Set([dashboard]) }),
      since,
      byClock: false,
    };
  };
}

/** All that is shown. */
export function refreshByClock(): Refresh {
  return { since: Date.now(), byClock: true };
}

/** What satisfies two that ask at once. */
export function bothOf(one: Refresh, other: Refresh): Refresh {
  const dashboards =
    one.dashboards && other.dashboards && new Set([...one.dashboards, ...other.dashboards]);
  return {
    ...(dashboards && { dashboards }),
    since: Math.max(one.since, other.since),
    byClock: one.byClock && other.byClock,
  };
}

/** The selection of a run that makes them anew. */
export function selectionOf({ dashboards }: Refresh): string | undefined {
  if (!dashboards) return undefined;
  return [...dashboards].map((name) => `+dashboard:${quoted(name)}`).join(",");
}

/** As selections are written. */
function quoted(name: string): string {
  return name.includes('"') ? `'${name}'` : `"${name}"`;
}
