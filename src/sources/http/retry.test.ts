import { expect, test } from "vitest";
import { HttpFailure, type HttpFailureKind } from "./failure.js";
import { withRetries, type RetryLimits } from "./retry.js";

const NOW = Date.parse("2026-03-02T10:00:00Z");

function failing(status: number, headers: Readonly<Record<string, string>> = {}): HttpFailure {
  const answer = { status, headers: new Headers(headers), text: "" };
  return new HttpFailure("status", `HTTP ${status}`, "host", answer);
}

function lost(kind: HttpFailureKind): HttpFailure {
  return new HttpFailure(kind, kind, "host");
}

/**
 * What comes of attempts that fail like this and then succeed, and the pauses between them, in
 * milliseconds.
 */
async function after(
  failures: readonly unknown[],
  limits: RetryLimits = {},
  signal?: AbortSignal,
): Promise<{ result: unknown; pauses: number[] }> {
  const left = [...failures];
  const pauses: number[] = [];
  let now = NOW;
  const clock = {
    now: () => now,
    wait(pause: number) {
      pauses.push(pause);
      now += pause;
      return signal?.aborted === true ? Promise.reject(new Error("aborted")) : Promise.resolve();
    },
  };
  const attempt = () => (left.length > 0 ? Promise.reject(left.shift()) : Promise.resolve("done"));
  const result: unknown = await withRetries(attempt, limits, {
    signal,
    clock,
    random: () => 0.5,
  }).catch((error: unknown) => error);
  return { result, pauses };
}

test.each([429, 502, 503, 504])("a status %d passes", async (status) => {
  expect(await after([failing(status), failing(status)])).toEqual({
    result: "done",
    pauses: [187.5, 375],
  });
});

test("a lost connection passes, and then also a service that is not back yet", async () => {
  const { result } = await after([lost("cut"), lost("unreachable")]);
  expect(result).toBe("done");
});

test.each([
  failing(400),
  failing(401),
  failing(500),
  ...(["unreachable", "dns", "tls", "timeout", "protocol", "not-json", "too-large"] as const).map(
    lost,
  ),
  lost("cancelled"),
  new TypeError("a bug"),
])("%s at once is final", async (failure) => {
  expect(await after([failure])).toEqual({ result: failure, pauses: [] });
});

test("a service's own words may say that a failure passes", async () => {
  const isPassing = (failure: HttpFailure) => failure.answer?.status === 403;
  expect((await after([failing(403)], { isPassing })).result).toBe("done");
  expect((await after([failing(404)], { isPassing })).result).toMatchObject({
    message: "HTTP 404",
  });
});

test("attempts end at their number, pauses at their length, and the last failure is told", async () => {
  const failures = [1, 2, 3, 4, 5].map(() => failing(503));
  expect(await after(failures)).toEqual({ result: failures[2], pauses: [187.5, 375] });
  expect(await after(failures, { tries: 5, longest: 400 })).toEqual({
    result: failures[4],
    pauses: [187.5, 300, 300, 300],
  });
});

test("no attempt begins after the time for all of them", async () => {
  const failures = [failing(503), failing(503)];
  expect(await after(failures, { within: 400 })).toEqual({ result: failures[1], pauses: [187.5] });
  const asked = failing(503, { "retry-after": "120" });
  expect(await after([asked])).toEqual({ result: asked, pauses: [] });
});

test.each<[string, Record<string, string>, number]>([
  ["seconds", { "retry-after": "2" }, 2000],
  ["a date", { "retry-after": "Mon, 02 Mar 2026 10:00:03 GMT" }, 3000],
  [
    "a date by a clock that is wrong",
    { "retry-after": "Mon, 02 Mar 2026 07:00:04 GMT", date: "Mon, 02 Mar 2026 07:00:00 GMT" },
    4000,
  ],
  ["a date that is over", { "retry-after": "Mon, 02 Mar 2026 09:00:00 GMT" }, 125],
  ["nothing of sense", { "retry-after": "soon" }, 125],
])("a service that asks for %s is waited for", async (_, headers, pause) => {
  expect((await after([failing(503, headers)])).pauses).toEqual([pause + 62.5]);
});

test("cancelling ends the pause at once", async () => {
  const { result } = await after([failing(503)], {}, AbortSignal.abort());
  expect(result).toMatchObject({ kind: "cancelled" });
});
