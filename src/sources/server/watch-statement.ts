import { createDiagnostic } from "../../diagnostics/index.js";
import { SourceError } from "../../rows/stream.js";

/** Seconds beyond the server's own time limit after which a statement is given up from here. */
const GRACE = 5;

export interface WatchOptions {
  /** Name of the source. */
  readonly source: string;
  readonly signal: AbortSignal | undefined;
  /** Seconds that the server gives the statement. */
  readonly timeout: number;
  /** Seconds of silence in the middle of the rows. */
  readonly progressTimeout: number;
  /** Stops the statement on the server and ends the session; who waits for it gets the reason. */
  readonly cancel: (reason: Error) => Promise<void>;
}

export interface StatementWatch {
  /**
   * From here on silence counts: `silence` is how many milliseconds ago somebody who waits for rows
   * last heard something, 0 while nobody waits or before the first row.
   */
  expectRows(silence: () => number): void;
  /** Ends the watch; when the statement is being cancelled, waits until that is done. */
  end(): Promise<void>;
}

/**
 * Stops a statement on its server when the signal is aborted, when the server's own time limit does
 * not hold, and when the rows stop coming. Time during which nobody asks for rows does not count as
 * silence.
 */
export function watchStatement({
  source,
  signal,
  timeout,
  progressTimeout,
  cancel,
}: WatchOptions): StatementWatch {
  let cancelling: Promise<void> | undefined;
  const stop = (reason: Error) => {
    cancelling ??= cancel(reason);
  };
  const abort = () => stop(new SourceError(createDiagnostic("read-cancelled", {})));
  signal?.addEventListener("abort", abort, { once: true });
  if (signal?.aborted) abort();
  const expiry = setTimeout(
    () => stop(new SourceError(createDiagnostic("query-timed-out", { source, seconds: timeout }))),
    (timeout + GRACE) * 1000,
  );
  expiry.unref();
  let rows: NodeJS.Timeout | undefined;
  return {
    expectRows(silence) {
      const limit = progressTimeout * 1000;
      const look = () => {
        if (silence() < limit) return;
        clearInterval(rows);
        const seconds = progressTimeout;
        stop(new SourceError(createDiagnostic("query-stalled", { source, seconds })));
      };
      rows = setInterval(look, Math.min(1000, limit / 4));
      rows.unref();
    },
    async end() {
      signal?.removeEventListener("abort", abort);
      clearTimeout(expiry);
      clearInterval(rows);
      await cancelling;
    },
  };
}
