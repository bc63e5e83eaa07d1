import { expect, test } from "vitest";
import type { StreamOptions } from "../../src/rows/stream.js";
import {
  DONE,
  failedJob,
  looked,
  refusal as refused,
  rowsOf,
  RUNNING,
  SILENCE,
  startScriptedBigquery,
  STILL_RUNNING,
  type BigquerySteps,
} from "../servers/scripted-bigquery.js";
import { freePort } from "../servers/free-port.js";
import { json, raw, type HttpStep } from "../servers/scripted-http.js";
import { BIGQUERY_VALUES } from "./bigquery-values.js";
import { collect, refusal } from "./collect.js";
import { openBigquery, type Fields } from "./open-bigquery.js";

async function open(steps: BigquerySteps = {}, fields: Fields = {}) {
  const server = await startScriptedBigquery(steps);
  return { server, source: await openBigquery(server.url, fields) };
}

const NUMBERS = [{ name: "n", type: "INTEGER" }];

test("values keep their type and every digit, as the service sends them", async () => {
  const fields = BIGQUERY_VALUES.map(({ column, field }, index) => ({
    name: `c${index}`,
    type: column,
    mode: "NULLABLE",
    ...field,
  }));
  const cells = { fields, rows: [BIGQUERY_VALUES.map(({ cell }) => cell)] };
  const { source } = await open({ dryRun: [looked(cells)], results: [rowsOf(cells)] });
  const { columns, values, warnings } = await collect(source, "select * from zoo");
  const seen = BIGQUERY_VALUES.map((wanted, index) => ({
    ...wanted,
    type: columns[index]?.type,
    value: values[index]?.[0],
  }));
  expect(seen).toEqual(BIGQUERY_VALUES);
  expect(await source.describe("select * from zoo")).toEqual(columns);
  expect(warnings).toEqual([]);
});

test("a type that is not known is text, with a warning", async () => {
  const cells = { fields: [{ name: "v", type: "VECTOR" }], rows: [["[1,2]"], [null]] };
  const { source } = await open({ results: [rowsOf(cells)] });
  const { columns, values, warnings } = await collect(source, "select v from t");
  expect(columns).toEqual([{ name: "v", type: "text", nativeType: "VECTOR", exact: true }]);
  expect(values).toEqual([["[1,2]", null]]);
  expect(warnings.map(({ code }) => code)).toEqual(["column-type-unknown"]);
});

test("a cell that its column cannot hold has the column read as text", async () => {
  const cells = { fields: [{ name: "t", type: "TIMESTAMP" }], rows: [["1"], ["1.7E9"]] };
  const { source } = await open({ results: [rowsOf(cells)] });
  const { columns, values, contradictions } = await collect(source, "select t from x");
  expect(columns[0]?.type).toBe("text");
  expect(values).toEqual([["1", "1.7E9"]]);
  expect(contradictions.map(({ detail }) => detail)).toEqual(["`t` (TIMESTAMP) holds 1.7E9."]);
});

test("place, limit, labels and zone go with the query, and the place with every call", async () => {
  const { server, source } = await open(
    { results: [STILL_RUNNING, rowsOf()] },
    {
      dataset: "other.sales",
      location: "EU",
      maximum_bytes_billed: "1.5GB",
      labels: { team: "bi" },
    },
  );
  const zoned = await openBigquery(
    server.url,
    {
      dataset: "other.sales",
      location: "EU",
      maximum_bytes_billed: "1.5GB",
      labels: { team: "bi" },
    },
    { timeZone: "Europe/Berlin", queryTag: "headwater/My Shop (2)" },
  );
  await source.close();
  expect((await collect(zoned, "select n from t; ")).values).toEqual([[1]]);
  const [look] = server.of("dryRun").map(({ body }) => JSON.parse(body));
  const [insert] = server.of("insert").map(({ body }) => JSON.parse(body));
  const configuration = {
    labels: { team: "bi", headwater: "my-shop--2-" },
    jobTimeoutMs: "300000",
    query: {
      query: "select n from t",
      useLegacySql: false,
      priority: "INTERACTIVE",
      defaultDataset: { projectId: "other", datasetId: "sales" },
      maximumBytesBilled: "1500000000",
      connectionProperties: [{ key: "time_zone", value: "Europe/Berlin" }],
    },
  };
  expect(look.configuration).toEqual({ ...configuration, dryRun: true });
  expect(insert.configuration).toEqual(configuration);
  expect(insert.jobReference).toMatchObject({ projectId: "demo", location: "EU" });
  const { jobId } = insert.jobReference;
  expect(server.of("results").map(({ path }) => path)).toEqual(
    [1, 2].map(
      () =>
        `/bigquery/v2/projects/demo/queries/${jobId}?location=EU&maxResults=20000&formatOptions.useInt64Timestamp=true&timeoutMs=10000`,
    ),
  );
});

test("without `location` the place is the one that the dry run found", async () => {
  const { server, source } = await open();
  await collect(source, "select 1");
  expect(JSON.parse(server.of("insert")[0]?.body ?? "").jobReference.location).toBe("EU");
  expect(server.of("results")[0]?.path).toContain("location=EU");
});

test("a job that takes its time is asked again, and its pages come in order", async () => {
  const page = (n: number, pageToken?: string) =>
    rowsOf({ fields: NUMBERS, rows: [[String(n)]] }, { ...(pageToken && { pageToken }) });
  const { server, source } = await open({
    results: [STILL_RUNNING, STILL_RUNNING, page(1, "two"), page(2, "three"), page(3)],
  });
  expect((await collect(source, "select n from t")).values).toEqual([[1, 2, 3]]);
  const tokens = server.of("results").map(({ path }) => /pageToken=(\w+)/.exec(path)?.[1]);
  expect(tokens).toEqual([undefined, undefined, undefined, "two", "three"]);
  expect(server.of("cancel")).toEqual([]);
});

test("what passes by itself is tried again, with the same job", async () => {
  const { server, source } = await open({
    dryRun: [refused(503, "backendError", "Try again."), looked()],
    insert: [
      refused(403, "rateLimitExceeded", "Exceeded rate limits."),
      raw("", "reset"),
      refused(409, "duplicate", "Already Exists: Job demo:EU.j"),
    ],
    results: [refused(500, "internalError", "Oops."), rowsOf()],
  });
  expect((await collect(source, "select 1")).values).toEqual([[1]]);
  const ids = server.of("insert").map(({ body }) => JSON.parse(body).jobReference.jobId as string);
  expect(ids).toHaveLength(3);
  expect(new Set(ids).size).toBe(1);
});

test("a query that is looked at twice is asked about once before it runs", async () => {
  const { server, source } = await open();
  expect(await source.cost?.("select 1")).toBe(1000);
  await collect(source, "select 1");
  expect(server.of("dryRun")).toHaveLength(1);
});

test("only what BigQuery calls a SELECT runs", async () => {
  const { server, source } = await open({ dryRun: [looked(undefined, { kind: "EXPORT_DATA" })] });
  const said = await refusal(collect(source, "with x as (select 1) select * from x"));
  expect(said.message).toBe("`shop` is read-only here: `EXPORT DATA` is no query.");
  for (const sql of ["select 1; select 2", "call wipe()", "begin select 1; end", "'''open"]) {
    await refusal(collect(source, sql));
  }
  expect(server.of("insert")).toEqual([]);
  // Of the others only what cannot be read was looked at.
  expect(server.of("dryRun")).toHaveLength(2);
});

test("a query that would be billed for more than it may makes no job", async () => {
  const { server, source } = await open({
    dryRun: [looked(undefined, { bytes: "12345678901" })],
  });
  const said = await refusal(collect(source, "select * from t"));
  expect(said).toMatchObject({
    code: "query-bytes-exceeded",
    message:
      "`shop`: the query would be billed for 12.3 GB, more than the 10 GB that one query may; it did not run.",
    hint: "Read fewer columns or partitions. If it is worth its price, allow it with this line in the source: `maximum_bytes_billed: 13GB`",
  });
  expect(server.of("insert")).toEqual([]);
  const free = await openBigquery(server.url, { maximum_bytes_billed: "none" });
  expect((await collect(free, "select * from t")).rows).toBe(1);
  expect(server.of("insert")[0]?.body).not.toContain("maximumBytesBilled");
});

async function abortWhen(
  steps: BigquerySteps,
  kind: "insert" | "results",
  options: Partial<StreamOptions> = {},
) {
  const { server, source } = await open(steps);
  const abort = new AbortController();
  const reading = source.stream("select 1", { signal: abort.signal, ...options });
  const said = refusal(reading);
  await expect.poll(() => server.of(kind).length).toBeGreaterThan(0);
  abort.abort();
  return { server, code: (await said).code };
}

test("an abort cancels the job that runs, where it runs, and waits until it has ended", async () => {
  const running = json({ status: { state: "RUNNING" } });
  const { server, code } = await abortWhen(
    {
      results: [SILENCE],
      cancel: [json({ job: { status: { state: "RUNNING" } } })],
      job: [running, DONE],
    },
    "results",
  );
  expect(code).toBe("read-cancelled");
  const id = JSON.parse(server.of("insert")[0]?.body ?? "").jobReference.jobId;
  expect(server.of("cancel").map(({ method, path }) => `${method} ${path}`)).toEqual([
    `POST /bigquery/v2/projects/demo/jobs/${id}/cancel?location=EU`,
  ]);
  expect(server.of("job")).toHaveLength(2);
});

test("a job is cancelled before its first answer, too", async () => {
  const { server, code } = await abortWhen(
    { insert: [SILENCE], cancel: [refused(404, "notFound", "Not found: Job"), DONE] },
    "insert",
  );
  expect(code).toBe("read-cancelled");
  expect(server.of("cancel")).toHaveLength(2);
});

test("a page that never comes is given up", async () => {
  const first = rowsOf({ fields: NUMBERS, rows: [["1"]] }, { pageToken: "two" });
  const { source } = await open({ results: [first, SILENCE] }, { progress_timeout: 1 });
  expect((await refusal(collect(source, "select 1"))).code).toBe("query-stalled");
});

test("a page that stops coming is given up at once, one that comes slowly is waited for", async () => {
  const whole = JSON.stringify({
    jobComplete: true,
    jobReference: { projectId: "demo", jobId: "j", location: "EU" },
    schema: { fields: NUMBERS },
    totalRows: "2",
    rows: [{ f: [{ v: "1" }] }, { f: [{ v: "2" }] }],
  });
  const parts = [0, 1, 2, 3].map((part) =>
    whole.slice((part * whole.length) / 4, ((part + 1) * whole.length) / 4),
  );
  const sends =
    (count: number): HttpStep =>
    async (response) => {
      response.writeHead(200, { "content-type": "application/json" });
      for (const part of parts.slice(0, count)) {
        response.write(part);
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
      if (count === parts.length) response.end();
    };
  const fields = { progress_timeout: 1 };
  const slow = await open({ results: [sends(4)] }, fields);
  expect((await collect(slow.source, "select 1")).values).toEqual([[1, 2]]);
  const stalled = await open({ results: [sends(2)] }, fields);
  expect(await refusal(collect(stalled.source, "select 1"))).toMatchObject({
    code: "query-stalled",
    message: expect.stringContaining("for 1 s"),
  });
  expect(stalled.server.of("results")).toHaveLength(1);
});

test("more rows than are allowed are refused before they move", async () => {
  const { source } = await open({ results: [rowsOf(undefined, { totalRows: "4000000" })] });
  const { signal } = new AbortController();
  const said = await refusal(source.stream("select 1", { signal, maxRows: 1000 }));
  expect(said.code).toBe("too-many-rows");
});

test.each<[string, BigquerySteps, string, RegExp]>([
  [
    "a name that is not there",
    { dryRun: [refused(400, "invalidQuery", "Unrecognized name: nowhere at [1:8]")] },
    "query-name-unknown",
    /^line 1: select nowhere\n {15}\^$/,
  ],
  [
    "a syntax error",
    { dryRun: [refused(400, "invalidQuery", "Syntax error: Expected end of input at [1:8]")] },
    "query-failed",
    /\^/,
  ],
  [
    "a dataset elsewhere",
    {
      dryRun: [
        refused(404, "notFound", "Not found: Dataset demo:sales was not found in location US"),
      ],
    },
    "query-name-unknown",
    /ran in `US`.*`location: EU`/,
  ],
  [
    "a missing role for jobs",
    {
      dryRun: [
        refused(
          403,
          "accessDenied",
          "Access Denied: Project demo: User does not have bigquery.jobs.create permission in project demo.",
        ),
      ],
    },
    "query-not-permitted",
    /roles\/bigquery\.jobUser/,
  ],
  [
    "a missing role for data",
    {
      dryRun: [
        refused(
          403,
          "accessDenied",
          "Access Denied: Table demo:s.t: User does not have permission to query table demo:s.t, or perhaps it does not exist.",
        ),
      ],
    },
    "query-not-permitted",
    /roles\/bigquery\.dataViewer.*misspelt/,
  ],
  [
    "a service that is switched off",
    {
      dryRun: [
        refused(
          403,
          "accessNotConfigured",
          "BigQuery API has not been used in project 12 before or it is disabled.",
        ),
      ],
    },
    "source-refused",
    /gcloud services enable bigquery\.googleapis\.com --project demo/,
  ],
  [
    "no billing",
    {
      dryRun: [refused(403, "billingNotEnabled", "Billing has not been enabled for this project.")],
    },
    "source-refused",
    /billing account/,
  ],
  [
    "a perimeter",
    {
      dryRun: [
        refused(403, "vpcServiceControls", "Request is prohibited by organization's policy"),
      ],
    },
    "source-refused",
    /perimeter/,
  ],
  [
    "a project that is not there",
    { dryRun: [refused(404, "notFound", "Not found: Project demo")] },
    "source-refused",
    /Check `project`/,
  ],
  [
    "a used-up quota",
    { insert: [refused(403, "quotaExceeded", "Quota exceeded: Your project exceeded quota.")] },
    "query-failed",
    /midnight Pacific/,
  ],
  [
    "the service's own limit of bytes",
    {
      insert: [
        refused(
          400,
          "bytesBilledLimitExceeded",
          "Query exceeded limit for bytes billed: 10000000000. 25000000001 or higher required.",
        ),
      ],
    },
    "query-bytes-exceeded",
    /`maximum_bytes_billed: 26GB`/,
  ],
  [
    "a job that failed",
    { results: [refused(400, "resourcesExceeded", "Resources exceeded during query execution.")] },
    "query-failed",
    /ORDER BY/,
  ],
  [
    "a result that is too large",
    { insert: [failedJob("responseTooLarge", "Response too large to return.")] },
    "query-failed",
    /aggregate/,
  ],
  [
    "a job that somebody cancelled",
    { insert: [failedJob("stopped", "Job execution was cancelled: User requested cancellation")] },
    "query-failed",
    /cancelled/,
  ],
  [
    "a job that took too long",
    { insert: [failedJob("stopped", "Job execution was cancelled: Job timed out after 300s")] },
    "query-timed-out",
    /`timeout`/,
  ],
  [
    "something else at the address",
    { dryRun: [json({ hello: "there" }, 404)] },
    "source-refused",
    /Check `api_endpoint`/,
  ],
])("%s", async (_, steps, code, words) => {
  const { server, source } = await open(steps);
  const said = await refusal(collect(source, "select nowhere"));
  expect(said.code).toBe(code);
  expect(`${said.detail ?? said.hint}`).toMatch(words);
  expect(server.of("cancel")).toEqual([]);
});

test("a service that stays busy has the read repeated", async () => {
  const busy = refused(503, "backendError", "Try again later.");
  const { source } = await open({ dryRun: [busy] });
  const error: unknown = await collect(source, "select 1").catch((found: unknown) => found);
  expect(error).toMatchObject({
    transient: "read",
    diagnostic: { code: "source-connection-lost" },
  });
});

test("a job is not left behind when its results cannot be had", async () => {
  const { server, source } = await open({
    insert: [RUNNING],
    results: [refused(503, "backendError", "Try again later.")],
  });
  expect((await refusal(collect(source, "select 1"))).code).toBe("source-connection-lost");
  expect(server.of("cancel")).toHaveLength(1);
});

test("the catalogue has descriptions and keys, and does without where they are not told", async () => {
  const text = (...names: readonly string[]) => names.map((name) => ({ name, type: "STRING" }));
  const tables = {
    fields: text("family", "table_name", "table_type", "column_name", "data_type"),
    rows: [
      ["events_*", "events_20240102", "BASE TABLE", "id", "INT64"],
      ["events_*", "events_20240102", "BASE TABLE", "at", "TIMESTAMP"],
    ],
  };
  const notes = {
    fields: [...text("table_name", "column_name", "comment"), { name: "is_key", type: "BOOLEAN" }],
    rows: [
      ["events_20240102", null, "What happened", "false"],
      ["events_20240102", "id", "Counted from 1", "false"],
      ["events_20240102", "id", null, "true"],
    ],
  };
  const at = { name: "at", nativeType: "TIMESTAMP", type: "instant" };
  const id = { name: "id", nativeType: "INT64", type: "int64" };
  const told = await open({ results: [rowsOf(tables), rowsOf(notes)] }, { dataset: "sales" });
  expect(await told.source.catalog()).toEqual([
    {
      name: "sales",
      tables: [
        {
          name: "events_*",
          kind: "table",
          comment: "What happened",
          columns: [{ ...id, key: "primary", comment: "Counted from 1" }, at],
        },
      ],
    },
  ]);
  const untold = await open(
    { insert: [RUNNING, failedJob("invalidQuery", "no such view")], results: [rowsOf(tables)] },
    { dataset: "sales" },
  );
  expect(await untold.source.catalog()).toEqual([
    { name: "sales", tables: [{ name: "events_*", kind: "table", columns: [id, at] }] },
  ]);
});

test("a service that has never said anything is given up after `connect_timeout`", async () => {
  const silent = { dryRun: [SILENCE], insert: [SILENCE], probe: [SILENCE] };
  const { source } = await open(silent, { connect_timeout: 1 });
  const started = performance.now();
  const said = await Promise.all([
    refusal(source.cost?.("select 1") ?? Promise.resolve()),
    refusal(collect(source, "select 1")),
    refusal(source.catalog()),
  ]);
  // Nor is it waited for again right behind that.
  said.push(await refusal(collect(source, "select 1")));
  expect(new Set(said.map(({ message }) => message))).toEqual(
    new Set([
      expect.stringMatching(
        /^`shop`: what answers at .* took the connection and said nothing for 1 s\.$/,
      ),
    ]),
  );
  expect(performance.now() - started).toBeLessThan(10_000);
});

test("a service that is there may take longer than that for its first answer", async () => {
  const slow: HttpStep = (response, request) =>
    void setTimeout(() => looked()(response, request), 1500);
  const { source } = await open({ dryRun: [slow] }, { connect_timeout: 1 });
  expect((await collect(source, "select 1")).rows).toBe(1);
});

test("a service that cannot be reached is told with what to do on the way to Google", async () => {
  const source = await openBigquery(`http://127.0.0.1:${await freePort()}`, {});
  expect(await refusal(collect(source, "select 1"))).toMatchObject({
    code: "source-unreachable",
    hint: expect.stringContaining("`HTTPS_PROXY`"),
  });
  await source.close();
});
