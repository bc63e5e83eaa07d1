import type { JobStatus, Manifest } from "../../contract/manifest.js";

/** Most beats that a job is left out before it is tried again. */
const MOST_SKIPPED = 7;

const FAILED: ReadonlySet<JobStatus> = new Set(["failed", "stale"]);

/**
 * Jobs that fail again and again at a steady beat: after each failure the next try comes later, so
 * that a server that is down is not asked at every beat. One beat is left out after the first
 * failure, then three, then seven.
 */
export interface Backoff {
  /** A new beat. */
  next(): void;
  readonly rests: (job: string) => boolean;
  /** How a run has ended; one that could not begin says nothing. */
  ended(manifest: Pick<Manifest, "objects"> | undefined): void;
}

export function createBackoff(): Backoff {
  const failing = new Map<string, { readonly failures: number; readonly until: number }>();
  let beat = 0;
  const rests = (job: string): boolean => beat < (failing.get(job)?.until ?? 0);
  function failed(job: string): void {
    const failures = (failing.get(job)?.failures ?? 0) + 1;
    const skipped = Math.min(2 ** failures - 1, MOST_SKIPPED);
    failing.set(job, { failures, until: beat + 1 + skipped });
  }
  return {
    next: () => void (beat += 1),
    rests,
    ended(manifest) {
      for (const [job, { status, diagnostics }] of Object.entries(manifest?.objects ?? {})) {
        // What rests has kept the status of its last try.
        if (status === "cancelled" || rests(job)) continue;
        // What only waits for others asks nobody.
        const asked = diagnostics.every(({ code }) => code !== "dependency-failed");
        if (FAILED.has(status) && asked) failed(job);
        else failing.delete(job);
      }
    },
  };
}
