import type { Clock } from "./clock.js";
import { HttpFailure } from "./failure.js";

export interface RetryLimits {
  /** Attempts in all; 3 unless said otherwise. */
  readonly tries?: number;
  /**
   * Milliseconds before the second attempt, doubled before each further one; 250 unless said
   * otherwise.
   */
  readonly first?: number;
  /**
   * Milliseconds between two attempts at most, unless the service asks for more; 8 s unless said
   * otherwise.
   */
  readonly longest?: number;
  /**
   * Milliseconds from the first attempt after which no further one begins; 60 s unless said
   * otherwise.
   */
  readonly within?: number;
  /**
   * Failures besides the usual ones that pass by themselves, which only a service's own words tell.
   */
  readonly isPassing?: (failure: HttpFailure) => boolean;
}

export interface RetryMeans {
  readonly signal?: AbortSignal | undefined;
  readonly clock: Clock;
  /** From 0 to below 1, as `Math.random`. */
  readonly random: () => number;
}

/** True for the statuses of a service that is overloaded or restarts. */
export function isPassingStatus(status: number): boolean {
  return status === 429 || (status >= 502 && status <= 504);
}

/**
 * Repeats an attempt that may be made twice, as long as its failures pass by themselves: a lost
 * connection, a service that is overloaded or restarts. Waits longer each time, never less than the
 * service asks for (`Retry-After`), and by a random part, so that many clients do not come back at
 * once. Rejects with the last failure.
 */
export async function withRetries<T>(
  attempt: () => Promise<T>,
  limits: RetryLimits,
  { signal = new AbortController().signal, clock, random }: RetryMeans,
): Promise<T> {
  const { tries = 3, first = 250, longest = 8_000, within = 60_000, isPassing } = limits;
  const end = clock.now() + within;
  for (let made = 1; ; made += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof HttpFailure) || made >= tries) throw error;
      if (!passes(error, made > 1) && isPassing?.(error) !== true) throw error;
      const backOff = Math.min(longest, first * 2 ** (made - 1));
      const pause = Math.max(askedPause(error, clock), backOff / 2) + (random() * backOff) / 2;
      if (clock.now() + pause > end) throw error;
      await clock.wait(pause, signal).catch(() => {
        throw new HttpFailure("cancelled", "it was cancelled", error.address);
      });
    }
  }
}

/**
 * A service that was there a moment ago and cannot be reached now may be back soon; one that never
 * was is misspelt.
 */
function passes({ kind, answer }: HttpFailure, wasThere: boolean): boolean {
  if (kind === "status") return isPassingStatus(answer?.status ?? 0);
  return kind === "cut" || (wasThere && (kind === "unreachable" || kind === "dns"));
}

/**
 * Milliseconds from the header `Retry-After`: seconds, or a date, which is measured on the
 * service's own clock.
 */
function askedPause({ answer }: HttpFailure, clock: Clock): number {
  const asked = answer?.headers.get("retry-after") ?? "";
  if (/^\d+$/.test(asked)) return Number(asked) * 1000;
  const until = Date.parse(asked);
  if (Number.isNaN(until)) return 0;
  const there = Date.parse(answer?.headers.get("date") ?? "");
  return Math.max(0, until - (Number.isNaN(there) ? clock.now() : there));
}
