import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import type { StreamOptions } from "../../src/rows/stream.js";
import { trino } from "../../src/sources/trino/config.js";
import { json, raw, type HttpStep } from "../servers/scripted-http.js";
import {
  addressOf,
  answer,
  column,
  exactAnswer,
  failed,
  NUMBERS,
  numbers,
  QUEUED,
  startScriptedTrino,
  type TrinoSteps,
} from "../servers/scripted-trino.js";
import { collect, refusal } from "./collect.js";
import { openTrino, type Fields } from "./open-trino.js";

async function open(steps: TrinoSteps = {}, fields: Fields = {}) {
  const server = await startScriptedTrino(steps);
  return { server, source: await openTrino(server, fields) };
}

const SILENCE: HttpStep = () => undefined;
const status = (code: number, headers: Readonly<Record<string, string>> = {}) =>
  json({}, code, headers);
const said = (code: number, text: string): HttpStep => {
  return (response) => response.writeHead(code, { "content-type": "text/plain" }).end(text);
};

test("pages come in order, from the host of the source, inside a transaction that only reads", async () => {
  const { server, source } = await open({
    page: [answer({}, "2"), numbers([], "3"), numbers([1, 2], "4"), answer({}, "5"), numbers([3])],
  });
  expect((await collect(source, "select n from t; ")).values).toEqual([[1, 2, 3]]);
  await source.close();
  const paths = server.of("page").map(({ path }) => path);
  expect(paths).toEqual([1, 2, 3, 4, 5].map((page) => pathOf(String(page))));
  expect(server.of("statement").map(({ body }) => body)).toEqual(["select n from t "]);
  const transactions = (["begin", "statement", "rollback"] as const).map(
    (kind) => server.of(kind)[0]?.headers["x-trino-transaction-id"],
  );
  expect(transactions).toEqual(["NONE", "a-transaction", "a-transaction"]);
  expect(server.of("cancel")).toEqual([]);
});

test("who asks, where and how goes with every call", async () => {
  const server = await startScriptedTrino();
  const source = await openTrino(
    server,
    {
      catalog: "lake",
      db_schema: "sales",
      client_tags: ["bi", "nightly"],
      session_properties: { join_distribution_type: "PARTITIONED", "lake.x": "a b,c=d" },
      timeout: 60,
    },
    { timeZone: "Europe/Berlin", queryTag: "headwater/Größe" },
  );
  await collect(source, "select 1");
  for (const { headers } of [
    ...server.of("begin"),
    ...server.of("statement"),
    ...server.of("page"),
  ]) {
    expect(headers).toMatchObject({
      "x-trino-user": "headwater",
      "x-trino-source": "headwater/Gr??e",
      "x-trino-catalog": "lake",
      "x-trino-schema": "sales",
      "x-trino-client-tags": "bi,nightly",
      "x-trino-time-zone": "Europe/Berlin",
      "x-trino-client-capabilities": "PARAMETRIC_DATETIME",
      "x-trino-session":
        "query_max_run_time=60s,join_distribution_type=PARTITIONED,lake.x=a%20b%2Cc%3Dd",
    });
  }
  expect(server.of("info")[0]?.headers).not.toHaveProperty("x-trino-user");
});

test("a project without a zone counts in UTC", async () => {
  const { server, source } = await open();
  await collect(source, "select 1");
  expect(server.of("statement")[0]?.headers["x-trino-time-zone"]).toBe("UTC");
});

test("a password and a token are sent in the header for it, a token without a user", async () => {
  const server = await startScriptedTrino();
  await collect(await openTrino(server, { password: "pw:ä" }), "select 1");
  await collect(await openTrino(server, { username: undefined, token: "a.b.c" }), "select 1");
  const [basic, bearer] = server.of("statement").map(({ headers }) => headers);
  const pair = Buffer.from("headwater:pw:ä", "latin1").toString("base64");
  expect(basic).toMatchObject({ authorization: `Basic ${pair}`, "x-trino-user": "headwater" });
  expect(bearer).toMatchObject({ authorization: "Bearer a.b.c" });
  expect(bearer).not.toHaveProperty("x-trino-user");
});

test("no digit of a number is lost, and no row of another width is taken", async () => {
  const columns = [column("n", "bigint"), column("x", "double"), column("s", "varchar")];
  const rows = '[[9007199254740993,0.30000000000000004,"1234567890123456789"],[-1,1e400,null]]';
  const { source } = await open({ page: [exactAnswer(columns, rows)] });
  const { values } = await collect(source, "select 1");
  expect(values).toEqual([
    ["9007199254740993", -1],
    [0.300_000_000_000_000_04, "Infinity"],
    ["1234567890123456789", null],
  ]);
  const { source: other } = await open({ page: [answer({ columns, data: [[1, 2]] })] });
  expect((await refusal(collect(other, "select 1"))).code).toBe("source-protocol-broken");
});

test("what passes by itself is tried again, a page that broke off too", async () => {
  const { server, source } = await open({
    begin: [
      status(503),
      json({ id: "q" }, 200, { "x-trino-started-transaction-id": "a-transaction" }),
    ],
    statement: [status(429, { "retry-after": "0" }), status(502), QUEUED],
    page: [
      status(504),
      raw("HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n{", "close"),
      numbers([1], "2"),
      raw("", "reset"),
      numbers([2]),
    ],
  });
  expect((await collect(source, "select n from t")).values).toEqual([[1, 2]]);
  expect(server.of("statement")).toHaveLength(3);
  expect(server.of("page").map(({ path }) => path)).toEqual(["1", "1", "1", "2", "2"].map(pathOf));
});

test("an answer that stays broken is a lost connection, and none of its rows is used", async () => {
  const { source } = await open({
    page: [numbers([1], "2"), raw("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{")],
  });
  const lost = await collect(source, "select n from t").catch((error: unknown) => error);
  expect(lost).toMatchObject({
    diagnostic: { code: "source-connection-lost" },
    transient: "read",
  });
});

test.each([
  [answer({ columns: NUMBERS, data: { encoding: "json", segments: [] } }), /keeps the rows/],
  [json({ hello: "world" }), /none about a statement/],
  [answer({ columns: [{ name: "n" }], data: [[1]] }), /without its type/],
  [said(200, "<html>"), /no JSON/],
])("an answer of no known meaning is said to be one", async (page, words) => {
  const { source } = await open({ page: [page] });
  const diagnostic = await refusal(collect(source, "select n from t"));
  expect(diagnostic.code).toBe("source-protocol-broken");
  expect(diagnostic.message).toMatch(words);
});

test.each([
  ["EXCEEDED_TIME_LIMIT", "Query exceeded maximum time limit", "query-timed-out"],
  ["COLUMN_NOT_FOUND", "line 1:8: Column 'n' cannot be resolved", "query-name-unknown"],
  ["PERMISSION_DENIED", "Access Denied: Cannot select", "query-not-permitted"],
  ["READ_ONLY_VIOLATION", "Cannot execute write", "query-would-write"],
  ["NO_NODES_AVAILABLE", "No nodes available to run query", "source-connection-lost"],
  ["DIVISION_BY_ZERO", "Division by zero", "query-failed"],
  ["", "", "query-failed"],
] as const)("%s is `%s`: %s", async (name, message, code) => {
  const { server, source } = await open({ page: [failed(name, message)] });
  const diagnostic = await refusal(collect(source, "select n from t"));
  expect(diagnostic.code).toBe(code);
  // The session goes on, and the transaction is ended.
  expect(server.of("rollback")).toHaveLength(1);
  expect(server.of("cancel")).toEqual([]);
});

test.each([
  [
    "INVALID_SESSION_PROPERTY",
    "Session property 'x' does not exist",
    "source-property-refused",
    /show session/,
  ],
  ["NOT_SUPPORTED", "Time zone not supported: Mars/X", "source-zone-refused", undefined],
  ["SYNTAX_ERROR", "line 1:1: mismatched input 'START'", "source-opening-refused", undefined],
  [
    "PERMISSION_DENIED",
    "Access Denied: User a cannot impersonate user b",
    "source-login-forbidden",
    /token/,
  ],
  ["UNKNOWN_TRANSACTION", "Unknown transaction ID", "source-connection-lost", /gateway/],
])("before a transaction %s is told as what it is", async (name, message, code, hint) => {
  const { server, source } = await open({ begin: [failed(name, message)] });
  const diagnostic = await refusal(collect(source, "select n from t"));
  expect(diagnostic.code).toBe(code);
  if (hint) expect(diagnostic.hint).toMatch(hint);
  expect(server.of("statement")).toEqual([]);
});

test("an error of the cluster names the statement for those who look after it", async () => {
  const { source } = await open({
    page: [failed("REMOTE_TASK_ERROR", "Lost node", "INTERNAL_ERROR")],
  });
  const { detail, hint } = await refusal(collect(source, "select n from t"));
  expect(detail).toBe("Query id: 20260101_000000_00000_aaaaa");
  expect(hint).toContain("A worker of the cluster has ended");
});

test("an error in the middle of the rows ends them", async () => {
  const { source } = await open({ page: [numbers([1], "2"), failed("DIVISION_BY_ZERO", "1/0")] });
  const diagnostic = await refusal(collect(source, "select n from t"));
  expect(diagnostic.message).toContain("1/0");
});

test.each([
  [said(401, "Invalid credentials"), "source-login-failed", /Invalid credentials/],
  [
    said(403, "Access Denied: User a cannot impersonate user b"),
    "source-login-failed",
    /impersonate/,
  ],
])("a refused login is not tried again", async (step, code, words) => {
  const { server, source } = await open({ begin: [step] }, { password: "pw" });
  const diagnostic = await refusal(collect(source, "select 1"));
  expect(diagnostic.code).toBe(code);
  expect(diagnostic.message).toMatch(words);
  expect(diagnostic.hint).toMatch(/encrypted/);
  expect(server.of("begin")).toHaveLength(1);
});

test.each([
  ["abort", { stop: true }],
  ["leave", { stop: false }],
])(
  "who does not want the rest (%s) ends the statement and the transaction",
  async (_, { stop }) => {
    const { server, source } = await open({ page: [numbers([1], "2"), SILENCE] });
    const abort = new AbortController();
    const options: StreamOptions = { signal: abort.signal };
    const stream = await source.stream("select n from t", options);
    const reading = (async () => {
      for await (const batch of stream.batches) expect(batch.rows).toBe(0);
    })();
    if (stop) {
      await sleep(50);
      abort.abort();
      expect((await refusal(reading)).code).toBe("read-cancelled");
    } else {
      reading.catch(() => undefined);
      await source.close();
      abort.abort();
      await reading.catch(() => undefined);
    }
    await expect.poll(() => server.of("rollback").length).toBe(1);
    expect(server.of("cancel").map(({ path }) => path)).toEqual([pathOf("2")]);
  },
);

test("the first call of a statement is not broken off: its answer says what to end", async () => {
  let release = () => {};
  const late: HttpStep = (response, request) => {
    release = () => QUEUED(response, request);
  };
  const { server, source } = await open({ statement: [late] });
  const abort = new AbortController();
  const reading = source.stream("select n from t", { signal: abort.signal });
  await expect.poll(() => server.of("statement").length).toBe(1);
  abort.abort();
  await sleep(100);
  release();
  expect((await refusal(reading)).code).toBe("read-cancelled");
  await expect.poll(() => server.of("cancel").length).toBe(1);
  expect(server.of("cancel")[0]?.path).toBe(pathOf("1"));
});

test("who has all rows does not wait for the end of the transaction, the next statement and the end do", async () => {
  const held: (() => void)[] = [];
  const late: HttpStep = (response, request) => {
    held.push(() => json({ id: "a" })(response, request));
  };
  const { server, source } = await open({ rollback: [late] }, { pool: 1 });
  expect((await collect(source, "select n from t")).values).toEqual([[1]]);
  const second = collect(source, "select n from u");
  await expect.poll(() => held.length).toBe(1);
  expect(server.of("statement")).toHaveLength(1);
  held[0]?.();
  expect((await second).values).toEqual([[1]]);
  await expect.poll(() => held.length).toBe(2);
  let isClosed = false;
  const closing = source.close().then(() => (isClosed = true));
  await sleep(50);
  expect(isClosed).toBe(false);
  held[1]?.();
  await closing;
});

test("a transaction that was opened for the next statement is its own, or is ended", async () => {
  const { server, source } = await open();
  await source.ready?.();
  expect((await collect(source, "select n from t")).values).toEqual([[1]]);
  await source.ready?.();
  await source.close();
  await expect.poll(() => server.of("rollback").length).toBe(2);
  expect(server.of("begin")).toHaveLength(2);
  const begun = await open({ begin: [failed("SYNTAX_ERROR", "mismatched input 'START'")] });
  await begun.source.ready?.();
  const diagnostic = await refusal(collect(begun.source, "select n from t"));
  expect(diagnostic.code).toBe("source-opening-refused");
});

test("a server that takes no end of a transaction is given up after a second", async () => {
  const { source } = await open({ rollback: [SILENCE] });
  expect((await collect(source, "select n from t")).values).toEqual([[1]]);
  await source.close();
});

test("a server that takes no cancel is given up after a second", async () => {
  const { source } = await open({ page: [numbers([1], "2"), SILENCE], cancel: [SILENCE] });
  const abort = new AbortController();
  const stream = await source.stream("select n from t", { signal: abort.signal });
  const reading = (async () => {
    for await (const batch of stream.batches) expect(batch.rows).toBe(0);
  })();
  await sleep(20);
  abort.abort();
  expect((await refusal(reading)).code).toBe("read-cancelled");
});

test("rows that stop coming are given up, whatever else the server says", async () => {
  const { server, source } = await open(
    { page: [numbers([1], "2"), answer({ columns: NUMBERS }, "3")] },
    { progress_timeout: 1 },
  );
  expect((await refusal(collect(source, "select n from t"))).code).toBe("query-stalled");
  expect(server.of("cancel")).toHaveLength(1);
});

test("no page is asked for before the one before it is read, but one", async () => {
  const many = Array.from({ length: 20_000 }, (_, index) => index);
  const { server, source } = await open({
    page: [1, 2, 3, 4].map((page) => numbers(many, String(page + 1))),
  });
  const { signal } = new AbortController();
  const stream = await source.stream("select n from t", { signal });
  for await (const batch of stream.batches) {
    expect(batch.rows).toBeGreaterThan(0);
    await sleep(50);
    expect(server.of("page").length).toBeLessThanOrEqual(2);
    break;
  }
});

test("a query is described by asking for none of its rows, other statements by running them", async () => {
  const { server, source } = await open();
  expect(await source.describe("select n from t; -- all\n")).toEqual([
    { name: "n", type: "int64", nativeType: "bigint", exact: true },
  ]);
  await source.describe("show tables");
  expect(server.of("statement").map(({ body }) => body)).toEqual([
    "SELECT * FROM (\nselect n from t -- all\n\n) LIMIT 0",
    "show tables",
  ]);
});

test.each([
  [{ info: [json({ starting: true, nodeVersion: {} })] }, "source-refused"],
  [{ info: [json({ version: 1 })] }, "source-other-server"],
  [{ info: [said(404, "nothing")] }, "source-other-server"],
  [{ info: [raw("SSH-2.0-x\r\n")] }, "source-other-server"],
  [{ info: [raw("", "close")] }, "source-hangs-up"],
  [{ info: [SILENCE] }, "source-says-nothing"],
] as const)(
  "what is no Trino that takes statements is told as what it is: %#",
  async (steps, code) => {
    const { server, source } = await open(steps, { connect_timeout: 1 });
    expect((await refusal(collect(source, "select 1"))).code).toBe(code);
    expect(server.of("begin")).toEqual([]);
    await source.close();
  },
);

test("a gateway may keep to itself what answers there", async () => {
  const { source } = await open({ info: [status(401)] });
  expect((await collect(source, "select n from t")).values).toEqual([[1]]);
});

test.each([
  [{ password: "pw" }, /`username`/],
  [{ username: "u", password: "pw", token: "t" }, /keep one/],
  [{ db_schema: "s" }, /`catalog`/],
  [
    { host: "far.example", sslmode: "disable", username: "u", password: "pw" },
    /without encryption/,
  ],
  [{ host: "far.example", sslmode: "prefer", token: "t" }, /without encryption/],
  [{ host: "/var/run" }, /path/],
  [{ session_properties: { "a b": 1 } }, /no name/],
  [{ client_tags: ["a,b"] }, /commas/],
])("%j is refused before anything is sent", (fields, words) => {
  const { error } = trino.config.safeParse(fields);
  expect(JSON.stringify(error?.issues)).toMatch(words);
});

function pathOf(page: string): string {
  return addressOf(page).replace("http://inside.example:1", "");
}
