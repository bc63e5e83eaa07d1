import { expect, test } from "vitest";
import { json, raw, startScriptedHttp } from "../../../test/servers/scripted-http.js";
import { createHttpClient } from "./client.js";
import { readPages } from "./pages.js";

/** A clock that does not wait between attempts, and never reaches a deadline. */
const clock = {
  now: () => 0,
  wait: (milliseconds: number) =>
    milliseconds < 30_000 ? Promise.resolve() : new Promise<never>(() => {}),
};

test("calls go below the service's address, with its headers and their own", async () => {
  const server = await startScriptedHttp(json(1));
  const headers = { "x-project": "p", "x-user": "u" };
  const http = createHttpClient({ base: `${server.url}/api/v2`, headers });
  const query = { page: "a b&c", size: 10, off: undefined };
  await http.call({ path: "jobs?kind=x", query, headers: { "x-user": "v" } });
  await http.call({ path: `${server.url}/next/7` });
  expect(server.requests.map(({ path }) => path)).toEqual([
    "/api/v2/jobs?kind=x&page=a+b%26c&size=10",
    "/next/7",
  ]);
  expect(server.requests[0]?.headers).toMatchObject({ "x-project": "p", "x-user": "v" });
});

test.each([
  "http://elsewhere.invalid/x",
  "//elsewhere.invalid/x",
  "\\\\elsewhere.invalid",
  "http://[",
])("%s is not called: the login is the service's alone", async (path) => {
  const server = await startScriptedHttp(json(1));
  const http = createHttpClient({ base: server.url });
  await expect(http.call({ path })).rejects.toMatchObject({ kind: "unsendable" });
  expect(server.requests).toEqual([]);
});

test("an address that is none is told without its words", () => {
  expect(() => createHttpClient({ base: "secret" })).toThrow("its address is no URL");
});

test("a call that may be made twice is repeated, another is not", async () => {
  const server = await startScriptedHttp(json("", 503), raw("", "reset"), json(1));
  const http = createHttpClient({ base: server.url, clock });
  expect(await http.call({ path: "a" })).toMatchObject({ value: 1 });
  expect(server.requests).toHaveLength(3);

  const other = await startScriptedHttp(json("", 503), json(2));
  const posting = createHttpClient({ base: other.url, clock });
  const call = { path: "a", method: "POST", body: {} };
  await expect(posting.call(call)).rejects.toMatchObject({ message: "HTTP 503" });
  expect(await posting.call(call)).toMatchObject({ value: 2 });
  const third = await startScriptedHttp(json("", 503), json(3));
  const repeating = createHttpClient({ base: third.url, clock });
  expect(await repeating.call({ ...call, repeatable: true })).toMatchObject({ value: 3 });
});

test("a connection that the service closed while it was idle costs a repetition, not a failure", async () => {
  const server = await startScriptedHttp(json(1), raw(""), json(2));
  const http = createHttpClient({ base: server.url, clock });
  await http.call({ path: "a" });
  expect(await http.call({ path: "a" })).toMatchObject({ value: 2 });
});

test("a token that the service refuses is renewed, also for calls that may not be made twice", async () => {
  const server = await startScriptedHttp(json(1), json("", 401), json(2));
  let logins = 0;
  const login = () => Promise.resolve({ authorization: `Bearer ${(logins += 1)}` });
  const http = createHttpClient({ base: server.url, token: { login }, clock });
  const call = { path: "a", method: "POST" };
  await http.call(call);
  expect(await http.call(call)).toMatchObject({ value: 2 });
  expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
    "Bearer 1",
    "Bearer 1",
    "Bearer 2",
  ]);
});

test("a deadline is one attempt's, the client's unless the call has its own", async () => {
  const server = await startScriptedHttp(raw("", "silence"));
  const http = createHttpClient({ base: server.url, deadline: 50, maxBytes: 1 });
  await expect(http.call({ path: "a" })).rejects.toMatchObject({
    message: "no whole answer within 0.05 s",
  });
  await expect(http.call({ path: "a", deadline: 20 })).rejects.toMatchObject({
    message: "no whole answer within 0.02 s",
  });
});

test("pages are read through a fault in their middle", async () => {
  const server = await startScriptedHttp(
    json({ rows: [1], next: "b" }),
    raw("HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"),
    json({ rows: [2], next: "c" }),
    json({ rows: [3] }),
  );
  const http = createHttpClient({ base: server.url, clock });
  // What the script above answers.
  type Page = { readonly rows: readonly number[]; readonly next?: string };
  const pages = readPages({
    read: async (page, signal) =>
      (await http.call({ path: "rows", query: { page }, signal })).value as Page,
    next: ({ next }) => next,
  });
  const rows: number[] = [];
  for await (const page of pages) rows.push(...page.rows);
  expect(rows).toEqual([1, 2, 3]);
  expect(server.requests.map(({ path }) => path)).toEqual([
    "/rows",
    "/rows?page=b",
    "/rows?page=b",
    "/rows?page=c",
  ]);
});
