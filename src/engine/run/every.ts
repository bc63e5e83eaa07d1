import { setTimeout as wait } from "node:timers/promises";

/**
 * Does some work at a steady beat, one at a time; the first begins after one beat. A moment that
 * passes while the work goes on is left out. Resolves when the signal is aborted; rejects when the
 * work does.
 */
export async function every(
  milliseconds: number,
  signal: AbortSignal,
  work: () => Promise<void>,
  clock: Pick<DateConstructor, "now"> = Date,
): Promise<void> {
  let next = clock.now() + milliseconds;
  while (!signal.aborted) {
    // An abort while it waits is how it is meant to end.
    await wait(next - clock.now(), undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    await work();
    const missed = Math.floor((clock.now() - next) / milliseconds);
    next += (1 + Math.max(0, missed)) * milliseconds;
  }
}
