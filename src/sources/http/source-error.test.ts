import { expect, test } from "vitest";
import { SourceError } from "../../rows/stream.js";
import { HttpFailure, type HttpFailureKind } from "./failure.js";
import { sourceErrorOf } from "./source-error.js";

const ORIGIN = { source: "rates", user: "ann" };

function told(failure: HttpFailure): SourceError {
  const error = sourceErrorOf(failure, ORIGIN);
  if (!(error instanceof SourceError)) throw new Error("no SourceError");
  return error;
}

function refusal(status: number, text = "", type = "text/plain"): SourceError {
  const answer = { status, headers: new Headers({ "content-type": type }), text };
  return told(new HttpFailure("status", `HTTP ${status}`, "host:81", answer));
}

test.each<[HttpFailureKind, string, string | undefined]>([
  ["unsendable", "source-failed: `rates` at `host:81` cannot be read: so.", undefined],
  ["dns", "source-host-unknown: `rates`: there is no host named `host`.", undefined],
  ["unreachable", "source-unreachable: `rates`: nothing answers at `host:81` (so).", "connect"],
  [
    "tls",
    "source-tls-failed: `rates`: no trusted encrypted connection to `host:81`: so.",
    undefined,
  ],
  ["timeout", "source-connection-lost: `rates`: the connection was lost: so.", "read"],
  ["cut", "source-connection-lost: `rates`: the connection was lost: so.", "read"],
  ["protocol", "source-failed: `rates` at `host:81` cannot be read: so.", undefined],
  ["paging", "source-failed: `rates` at `host:81` cannot be read: so.", undefined],
  ["too-large", "source-failed: `rates` at `host:81` cannot be read: so.", undefined],
  ["not-json", "source-failed: `rates` at `host:81` cannot be read: so.", undefined],
  ["cancelled", "read-cancelled: Stopped before it was done.", undefined],
])("%s", (kind, text, transient) => {
  const { diagnostic, transient: passes } = told(new HttpFailure(kind, "so", "host:81"));
  expect([`${diagnostic.code}: ${diagnostic.message}`, passes]).toEqual([text, transient]);
});

test.each<[number, string, string | undefined]>([
  [401, "source-login-failed: `rates` refused the login of `ann`: HTTP 401.", undefined],
  [403, "query-not-permitted: `rates` does not permit the query: HTTP 403.", undefined],
  [404, "query-failed: `rates` refused the query: HTTP 404.", undefined],
  [503, "source-connection-lost: `rates`: the connection was lost: HTTP 503.", "read"],
])("status %d", (status, text, transient) => {
  const { diagnostic, transient: passes } = refusal(status, " no such thing\n");
  expect([`${diagnostic.code}: ${diagnostic.message}`, passes]).toEqual([text, transient]);
  expect(diagnostic.detail).toBe("no such thing");
});

test("pages for a browser and endless words are no detail", () => {
  expect(refusal(404, "<p>", "text/html; charset=utf-8").diagnostic.detail).toBeUndefined();
  expect(refusal(404, "x".repeat(5000)).diagnostic.detail).toHaveLength(1000);
  expect(refusal(404).diagnostic.detail).toBeUndefined();
});

test("other errors stay as they are", () => {
  const error = new TypeError("a bug");
  expect(sourceErrorOf(error, ORIGIN)).toBe(error);
});
