import { existsSync, writeFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createInFlight } from "./in-flight.js";
import type { JobResult } from "../jobs/job-result.js";

const idle = new AbortController().signal;
const never = () => Promise.reject(new Error("It was there already"));

/** Work that ends when it is told to, or when it is stopped. */
function work(path = "") {
  let end = (_result: JobResult) => {};
  let stopped = false;
  const result: JobResult = {
    path,
    artifact: { hash: "h", format: "json", rows: 1, bytes: 1, columns: [], builtAt: "" },
    diagnostics: [],
  };
  return {
    start: (signal: AbortSignal) =>
      new Promise<JobResult>((resolve, reject) => {
        end = resolve;
        signal.addEventListener("abort", () => {
          stopped = true;
          reject(new Error("stopped"));
        });
      }),
    end: () => end(result),
    result,
    isStopped: () => stopped,
  };
}

test("work goes on when its run is cancelled, and the next run gets its result", async () => {
  const inFlight = createInFlight();
  const { start, end, result, isStopped } = work();
  const first = new AbortController();
  const cancelled = inFlight.result("k", first.signal, start);
  first.abort(new Error("edited"));
  await expect(cancelled).rejects.toThrow("edited");
  expect([isStopped(), inFlight.isEmpty]).toEqual([false, false]);
  const second = inFlight.result("k", idle, never);
  end();
  expect(await second).toBe(result);
  expect(inFlight.isEmpty).toBe(true);
});

test("what nobody asks for any more is stopped, the rest goes on", async () => {
  const inFlight = createInFlight();
  const [kept, left] = [work(), work()];
  const run = new AbortController();
  const both = [
    inFlight.result("kept", run.signal, kept.start),
    inFlight.result("left", run.signal, left.start),
  ];
  run.abort();
  await Promise.allSettled(both);
  inFlight.retain(new Set(["kept"]));
  expect([kept.isStopped(), left.isStopped()]).toEqual([false, true]);
  await inFlight.close();
  expect(kept.isStopped()).toBe(true);
});

test("a file that was made for nobody is removed", async () => {
  const path = join(await mkdtemp(join(tmpdir(), "in-flight-")), "draft");
  writeFileSync(path, "rows");
  const inFlight = createInFlight();
  const { start, end } = work(path);
  const run = new AbortController();
  const cancelled = inFlight.result("k", run.signal, start);
  run.abort();
  await expect(cancelled).rejects.toThrow();
  end();
  await inFlight.close();
  expect(existsSync(path)).toBe(false);
});

test("a failure is told to whoever asks, and the next one starts anew", async () => {
  const inFlight = createInFlight();
  await expect(inFlight.result("k", idle, never)).rejects.toThrow("It was there already");
  const { start, end, result } = work();
  const again = inFlight.result("k", idle, start);
  end();
  expect(await again).toBe(result);
});
