/**
 * What one call makes of a server that answers well, badly and not at all; the odd cases are what
 * `fetch` was seen to do.
 */
import { getEventListeners } from "node:events";
import { createServer, type Server } from "node:net";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import {
  head,
  json,
  raw,
  startScriptedHttp,
  type HttpStep,
} from "../../../test/servers/scripted-http.js";
import { HttpFailure } from "./failure.js";
import { request, type HttpRequest } from "./request.js";

/** A call of a server with this one answer, and how it failed. */
async function failureAt(step: HttpStep, call: Partial<HttpRequest> = {}): Promise<HttpFailure> {
  const server = await startScriptedHttp(step);
  return failureOf({ url: new URL(`${server.url}/path?key=secret`), ...call });
}

async function failureOf(call: HttpRequest, means = {}): Promise<HttpFailure> {
  const error = await request(call, means).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(error instanceof HttpFailure)) throw new Error(`no failure: ${String(error)}`);
  return error;
}

test("a call sends its method, headers and body, and gets the answer's value", async () => {
  const server = await startScriptedHttp(json({ rows: [["9007199254740993"]] }), (response) =>
    response.writeHead(204).end(),
  );
  const url = new URL(`${server.url}/a?b=c`);
  const headers = { authorization: "Bearer t", "x-tag": "headwater" };
  expect(await request({ url, method: "POST", headers, body: { sql: "select 1" } })).toMatchObject({
    status: 200,
    value: { rows: [["9007199254740993"]] },
  });
  expect(await request({ url, method: "DELETE" })).toMatchObject({ status: 204, value: undefined });
  await request({ url, method: "POST", body: "select 1" });
  await request({ url, method: "POST", body: new URLSearchParams({ grant: "a b" }) });
  expect(server.requests.map(({ method, path, body }) => [method, path, body])).toEqual([
    ["POST", "/a?b=c", '{"sql":"select 1"}'],
    ["DELETE", "/a?b=c", ""],
    ["POST", "/a?b=c", "select 1"],
    ["POST", "/a?b=c", "grant=a+b"],
  ]);
  expect(server.requests[0]?.headers).toMatchObject({
    ...headers,
    accept: "application/json",
    "content-type": "application/json",
  });
});

test("numbers that a double does not hold arrive as their text", async () => {
  const server = await startScriptedHttp((response) => response.end("[9007199254740993, 0.1]"));
  const { value } = await request({ url: new URL(server.url) });
  expect(value).toEqual(["9007199254740993", 0.1]);
});

const zipped = gzipSync(JSON.stringify([...Array(500).keys()]));
const gzip = (bytes: Buffer) =>
  raw(
    Buffer.concat([
      Buffer.from(head("content-encoding: gzip", `content-length: ${bytes.length}`)),
      bytes,
    ]),
  );

test.each<[string, HttpStep, string, string]>([
  ["closes at once", raw(""), "cut", "before the answer's end"],
  ["resets at once", raw("", "reset"), "cut", "before the answer's end"],
  ["closes in the headers", raw("HTTP/1.1 200 OK\r\ncontent-le"), "cut", "before the"],
  ["closes in the body", raw(head("content-length: 9") + "[1"), "cut", "before the"],
  ["resets in the body", raw(head("content-length: 9") + "[1", "reset"), "cut", "before the"],
  [
    "closes in the body as it said it would",
    raw(head("connection: close", "content-length: 9") + "[1"),
    "cut",
    "before the answer's end",
  ],
  [
    "closes between chunks",
    raw(head("transfer-encoding: chunked") + "3\r\n[1]\r\n"),
    "cut",
    "before the answer's end",
  ],
  ["has a body without any end", raw(head("connection: close") + "[1"), "not-json", "no JSON"],
  ["ends its compression early", gzip(zipped.subarray(0, -40)), "not-json", "no JSON"],
  [
    "damages its compression",
    gzip(Buffer.from(zipped).fill(255, 20, 60)),
    "protocol",
    "compression is damaged",
  ],
  ["speaks something else", raw("SSH-2.0-OpenSSH_9\r\n"), "protocol", "speaks no HTTP"],
  ["sends endless headers", raw(head(`x: ${"y".repeat(20_000)}`)), "protocol", "too long"],
  [
    "sends a page",
    (response) => response.setHeader("content-type", "text/html").end("<p>Log in"),
    "not-json",
    "no JSON in UTF-8 (text/html)",
  ],
  [
    "sends bytes that are no UTF-8",
    (response) => response.end(Buffer.from([0x22, 0xff, 0x22])),
    "not-json",
    "no JSON in UTF-8",
  ],
  ["sends nothing", (response) => response.end(), "not-json", "no JSON"],
])("a server that %s", async (_, step, kind, reason) => {
  const failure = await failureAt(step);
  expect([failure.kind, failure.message]).toEqual([kind, expect.stringContaining(reason)]);
});

test.each<[string, HttpStep]>([
  ["before its answer", raw("", "silence")],
  ["in its headers", raw("HTTP/1.1 200 OK\r\nx: ", "silence")],
  ["in its body", raw(head("content-length: 9") + "[1", "silence")],
])(
  "a server that falls silent %s is given up at the deadline, and when cancelled",
  async (_, step) => {
    const late = await failureAt(step, { deadline: 100 });
    expect([late.kind, late.message]).toEqual(["timeout", "no whole answer within 0.1 s"]);

    const server = await startScriptedHttp(step);
    const cancel = new AbortController();
    const failing = failureOf({ url: new URL(server.url), signal: cancel.signal });
    await expect.poll(() => server.requests.length).toBe(1);
    cancel.abort();
    expect((await failing).kind).toBe("cancelled");
    await server.requests[0]?.closed;
  },
);

test("a call that is cancelled beforehand is not sent", async () => {
  const server = await startScriptedHttp(json(1));
  const failure = await failureOf({ url: new URL(server.url), signal: AbortSignal.abort() });
  expect([failure.kind, server.requests.length]).toEqual(["cancelled", 0]);
});

test("an answer above the limit closes the connection, also when it is small while compressed", async () => {
  const bomb = gzip(gzipSync("1".repeat(10_000_000)));
  expect(await failureAt(bomb, { maxBytes: 1000 })).toMatchObject({
    kind: "too-large",
    message: "the answer has more than 1000 bytes",
  });
  const server = await startScriptedHttp((response) => {
    const more = () => response.write(" ".repeat(65_536)) && setImmediate(more);
    response.on("drain", more);
    more();
  });
  expect(await failureOf({ url: new URL(server.url), maxBytes: 1000 })).toMatchObject({
    kind: "too-large",
  });
  await server.requests[0]?.closed;
});

test("a status outside the 200s keeps the service's words, as far as they came", async () => {
  const failure = await failureAt(json({ error: "no" }, 403, { "x-request": "7" }));
  expect(failure).toMatchObject({
    kind: "status",
    message: "HTTP 403",
    answer: { status: 403, text: '{"error":"no"}' },
  });
  expect(failure.answer?.headers.get("x-request")).toBe("7");
  const cut = await failureAt(raw("HTTP/1.1 503 No\r\ncontent-length: 99\r\n\r\nBusy"));
  expect(cut.answer).toMatchObject({ status: 503, text: "Busy" });
  const long = await failureAt((response) => response.writeHead(500).end("x".repeat(1_000_000)));
  expect(long.answer?.text).toHaveLength(65_536);
});

test("a refusal whose words do not end counts at the deadline, unless it was cancelled", async () => {
  const step = raw("HTTP/1.1 503 No\r\ncontent-length: 99\r\n\r\nBusy", "silence");
  const late = await failureAt(step, { deadline: 100 });
  expect(late.answer).toMatchObject({ status: 503, text: "Busy" });
  expect((await failureAt(step, { signal: AbortSignal.timeout(100) })).kind).toBe("cancelled");
});

test("a redirect is not followed, and only its host is said", async () => {
  const other = await startScriptedHttp(json(1));
  const location = `${other.url}/login?ticket=secret`;
  const failure = await failureAt(json("", 307, { location }));
  expect([failure.kind, failure.message]).toEqual([
    "status",
    `HTTP 307: it sends calls on to \`${other.url}\``,
  ]);
  expect(other.requests).toEqual([]);
});

test("nothing that answers, no such host, no TLS and ports that are never called are told apart", async () => {
  const closed = await failureOf({ url: new URL(`http://127.0.0.1:${await freePort()}`) });
  expect([closed.kind, closed.message]).toEqual(["unreachable", "connection refused"]);
  const nowhere = await failureOf({ url: new URL("http://nowhere.invalid") });
  expect([nowhere.kind, nowhere.address]).toEqual(["dns", "nowhere.invalid"]);
  const plain = await startScriptedHttp(json(1));
  const tls = await failureOf({ url: new URL(plain.url.replace("http:", "https:")) });
  expect([tls.kind, tls.message]).toEqual(["tls", "it does not speak TLS at this port"]);
  const port = await failureOf({ url: new URL("http://127.0.0.1:6000") });
  expect([port.kind, port.message]).toEqual(["unsendable", expect.stringContaining("port")]);
  const scheme = await failureOf({ url: new URL("ftp://127.0.0.1") });
  expect([scheme.kind, scheme.message]).toEqual(["unsendable", expect.stringContaining("http://")]);
});

test("a failure to connect to each of a name's addresses is one failure to connect", async () => {
  const cause = Object.assign(new AggregateError([], ""), { code: "ECONNREFUSED" });
  const fetch = () => Promise.reject(new TypeError("fetch failed", { cause }));
  const failure = await failureOf({ url: new URL("http://localhost") }, { fetch });
  expect([failure.kind, failure.message]).toEqual(["unreachable", "connection refused"]);
});

test("no failure holds a secret of the call", async () => {
  const url = new URL("http://127.0.0.1:1/path?key=secret");
  const broken = { authorization: "Bearer secret\nmore" };
  const failures = [
    await failureOf({ url, headers: broken }),
    await failureOf({ url, headers: { authorization: "Bearer secret„" } }),
    await failureOf({ url: new URL("http://secret@127.0.0.1/") }),
    await failureOf({ url: new URL("http://:secret@127.0.0.1/") }),
    await failureOf({ url: new URL("http://127.0.0.1:6000/secret") }),
    await failureAt(json("", 302, { location: "http://[secret" })),
    await failureAt(raw("")),
    await failureAt((response) => response.end("secret")),
  ];
  for (const failure of failures) {
    const everything = JSON.stringify(failure) + String(failure.stack) + String(failure.cause);
    expect(everything).not.toContain("secret");
  }
  expect(failures.slice(0, 4).map(({ message }) => message)).toEqual([
    "the header `authorization` holds a character that HTTP does not allow",
    "the header `authorization` holds a character that HTTP does not allow",
    "its address holds a name or a password",
    "its address holds a name or a password",
  ]);
});

test("a call that is over leaves no timer and no listener", async () => {
  const server = await startScriptedHttp(json(1), json(1, 500));
  const url = new URL(server.url);
  const timers: AbortSignal[] = [];
  const clock = {
    now: () => 0,
    wait: (_: number, signal: AbortSignal) => {
      timers.push(signal);
      return new Promise<never>(() => {});
    },
  };
  const { signal } = new AbortController();
  await request({ url, signal }, { clock });
  await failureOf({ url, signal }, { clock });
  expect(timers.map(({ aborted }) => aborted)).toEqual([true, true]);
  expect(getEventListeners(signal, "abort")).toEqual([]);
});

async function freePort(): Promise<number> {
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address ? address.port : 0;
}

test("with a limit of silence a body may take longer than the deadline, and not stop", async () => {
  const slowly =
    (ends: boolean): HttpStep =>
    async (response) => {
      response.writeHead(200, { "content-type": "application/json" });
      for (const part of ["[", "1", ",", "2", "]"]) {
        response.write(part);
        await new Promise((resolve) => setTimeout(resolve, 60));
      }
      if (ends) response.end();
    };
  const limits = { deadline: 150, silence: 1000 };
  const server = await startScriptedHttp(slowly(true));
  const { value } = await request({ url: new URL(server.url), ...limits });
  expect(value).toEqual([1, 2]);
  expect(await failureAt(slowly(false), { ...limits, silence: 200 })).toMatchObject({
    kind: "stalled",
    message: "the answer stopped coming for 0.2 s",
  });
  expect(await failureAt(() => undefined, limits)).toMatchObject({ kind: "timeout" });
});
