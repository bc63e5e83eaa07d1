import { expect, test } from "vitest";
import type { JobStatus, ManifestEntry } from "../../contract/manifest.js";
import { createBackoff } from "./backoff.js";

const JOB = "trace:a";

function ended(status: JobStatus) {
  const entry: ManifestEntry = { kind: "trace", name: "a", status, diagnostics: [] };
  return { objects: { [JOB]: entry } };
}

/** The beats at which a job is tried that fails until the given one. */
function tries(failsUntil: number, beats: number): number[] {
  const backoff = createBackoff();
  const tried: number[] = [];
  let status: JobStatus = "built";
  for (let beat = 1; beat <= beats; beat += 1) {
    backoff.next();
    if (!backoff.rests(JOB)) {
      tried.push(beat);
      status = beat < failsUntil ? "stale" : "built";
    }
    backoff.ended(ended(status));
  }
  return tried;
}

test("a job that goes on failing is tried less and less often", () => {
  expect(tries(Infinity, 40)).toEqual([1, 3, 7, 15, 23, 31, 39]);
});

test("a job that is well again is tried at every beat", () => {
  expect(tries(7, 10)).toEqual([1, 3, 7, 8, 9, 10]);
});

test("a run that was stopped, or could not begin, says nothing", () => {
  const backoff = createBackoff();
  backoff.next();
  backoff.ended(ended("cancelled"));
  backoff.ended(undefined);
  backoff.next();
  expect(backoff.rests(JOB)).toBe(false);
});
