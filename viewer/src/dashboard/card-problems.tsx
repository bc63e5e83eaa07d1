/** What is wrong with the content of a card, and how its head says so. */
import type { FramedDiagnostic } from "../../../src/contract/diagnostic.js";
import type { SiteObject } from "../../../src/contract/pages/dashboard.js";
import { useClock } from "../app/clock.js";
import type { Gathered } from "../data/loaded.js";

interface Owner {
  readonly problems: readonly FramedDiagnostic[];
}

/** Its own problems and those of what it shows. */
export function problemsOf(owner: Owner, data: Owner | undefined): FramedDiagnostic[] {
  return [...owner.problems, ...(data?.problems ?? [])];
}

/** Whether there is nothing to show but what is wrong. */
export function isFailed<Kind extends SiteObject>(
  owner: Owner,
  data: Gathered<Kind> | undefined,
): boolean {
  if (!data || data.loading || data.loaded.length > 0) return false;
  return data.failed || problemsOf(owner, data).some(isError);
}

interface ProblemPillProps {
  readonly problems: readonly FramedDiagnostic[];
  /** When the oldest of the stale results was read. */
  readonly staleSince: string | undefined;
  readonly open: boolean;
  readonly onToggle: () => void;
}

/**
 * Says that what a card shows is old, not all of it, or has warnings; opens the reasons. Nothing
 * when all is well.
 */
export function ProblemPill({ problems, staleSince, open, onToggle }: ProblemPillProps) {
  const clock = useClock();
  const failed = problems.some(isError);
  if (staleSince === undefined && problems.length === 0) return null;
  const kind = failed ? "err" : "warn";
  const since = staleSince === undefined ? undefined : `Data from ${clock(staleSince)}`;
  const isOldToo = failed && since !== undefined;
  return (
    <button
      type="button"
      class={`pill ${kind}`}
      aria-expanded={open}
      {...(isOldToo ? { title: since, "aria-label": `Failed · ${since}` } : {})}
      onClick={onToggle}
    >
      <span class={`dot ${kind}`} />
      {isOldToo ? (
        <>
          Failed <span class="pill-time">· {since}</span>
        </>
      ) : (
        (since ?? (failed ? "Incomplete" : warnings(problems.length)))
      )}
    </button>
  );
}

function warnings(count: number): string {
  return count === 1 ? "1 warning" : `${count} warnings`;
}

function isError({ severity }: FramedDiagnostic): boolean {
  return severity === "error";
}
