import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { builtModule } from "../disk/built-module.js";
import { SourceError } from "../rows/stream.js";
import type { TraceQuery } from "../sql/trace/trace-query.js";
import { readResult } from "../rows/result/read-result.js";
import { toRecords } from "../../test/support/records.js";
import type { ReadControl } from "./call.js";
import type { Reader, Readers, ReaderSource } from "./contract.js";
import { Host } from "./host.js";
import {
  OWN_HOSTS,
  startProcess,
  startThread,
  type HostEvents,
  type HostPort,
  type StartHost,
} from "./host-port.js";
import type { HostTask } from "./messages.js";
import { createReaders } from "./readers.js";

let folder: string;
let temporaryDirectory: string;
let readers: Readers;
const control: ReadControl = { signal: new AbortController().signal };
const SLOW = "SELECT sum(a.id * b.id * c.id) FROM flights a, flights b, flights c";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "headwater-readers-"));
  temporaryDirectory = join(folder, "temporary");
  readers = createReaders({ temporaryDirectory });
  const { path } = await readers.embedded.model(
    "SELECT range AS id, ['EWR', 'JFK', NULL][1 + range % 3] AS origin FROM range(20000)",
    { tables: [], timeZone: "UTC" },
    control,
  );
  flights = {
    key: "flights",
    type: "parquet",
    config: { file: path },
    context: { name: "flights", queryTag: "t", secrets: ["s3cret/word"] },
  };
});

afterAll(async () => {
  await readers.close();
  await rm(folder, { recursive: true });
});

let flights: ReaderSource;

function task(): HostTask {
  return { kind: "source", source: flights, temporaryDirectory };
}

function reader(): Reader {
  return readers.source(flights);
}

async function failure(call: Promise<unknown>): Promise<SourceError["diagnostic"]> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof SourceError)) throw new Error(`Not refused: ${String(error)}`);
  return error.diagnostic;
}

test("equal keys share a reader", () => {
  expect(readers.source({ ...flights })).toBe(reader());
});

test("a trace, a model and ad-hoc rows come from the source's own thread", async () => {
  const query: TraceQuery = {
    sql: "SELECT id AS c0, origin AS k FROM flights ORDER BY id LIMIT 4",
    columns: [{ alias: "c0", name: "props.x" }],
    cohortAlias: "k",
    cohortName: "unused",
    ordered: true,
    dropNullCohort: false,
    diagnostics: [],
  };
  const draft = await reader().trace(query, control);
  expect(toRecords(await readResult(draft.path, "json"))).toEqual([
    { "props.x": 0, cohort: "EWR" },
    { "props.x": 3, cohort: "EWR" },
    { "props.x": 1, cohort: "JFK" },
    { "props.x": 2, cohort: null },
  ]);
  const model = await reader().model("SELECT * FROM data WHERE id < 10", control);
  expect(model.artifact).toMatchObject({ format: "parquet", rows: 10 });
  const { result, more } = await reader().rows("SELECT id FROM flights", 2, control);
  expect([result.rows, more]).toEqual([2, true]);
  expect(await readdir(temporaryDirectory)).toHaveLength(3);
});

test("secrets are removed from what a failure says, also when they are encoded", async () => {
  const encoded = encodeURIComponent("s3cret/word");
  const { message, detail } = await failure(
    reader().rows(`SELECT 's3cret/word ${encoded}'::int`, 1, control),
  );
  expect(`${message} ${detail}`).not.toMatch(/s3cret/);
  expect(message).toContain("***");
});

test("progress is told while rows are read", async () => {
  const seen: number[] = [];
  const query: TraceQuery = {
    sql: "SELECT id AS c0 FROM flights",
    columns: [{ alias: "c0", name: "props.x" }],
    cohortName: "t",
    ordered: true,
    dropNullCohort: false,
    diagnostics: [],
  };
  await reader().trace(query, { ...control, onProgress: (rows) => seen.push(rows) });
  expect(seen.length).toBeGreaterThan(0);
});

test("more statements than the pool allows wait for their turn", async () => {
  const calls = Array.from({ length: 7 }, (_, index) =>
    reader().rows(`SELECT ${index} AS n`, 1, control),
  );
  const answers = await Promise.all(calls);
  expect(answers.map(({ result }) => result.columns[0]?.values[0])).toEqual([0, 1, 2, 3, 4, 5, 6]);
});

test.each([
  ["thread", startThread, undefined],
  ["process", startProcess, 200],
] as const)(
  "a cancelled call in a %s fails soon, and the next one works",
  async (_, start, killAfterCancel) => {
    const host = new Host({
      name: "flights",
      task: task(),
      start,
      ...(killAfterCancel !== undefined && { killAfterCancel }),
    });
    const abort = new AbortController();
    const call = failure(host.call("rows", [SLOW, 1, {}], { signal: abort.signal }));
    setTimeout(() => abort.abort(), 300);
    expect((await call).code).toBe("read-cancelled");
    expect(await host.call("rows", ["SELECT 1 AS one", 1, {}], {})).toMatchObject({
      result: { rows: 1 },
    });
    await host.close();
  },
);

test("all who close a host wait for its end", async () => {
  const host = new Host({ name: "flights", task: task(), start: startThread });
  const call = failure(host.call("rows", [SLOW, 1, {}], {}));
  await Promise.all([host.close(), host.close()]);
  await host.close();
  expect((await call).code).toBe("read-cancelled");
});

test("a host that is killed fails what it was doing, and is started again", async () => {
  let kill: () => void = () => undefined;
  const host = new Host({
    name: "flights",
    task: task(),
    start: (events) => {
      const port = startProcess(events);
      kill = () => port.kill();
      return port;
    },
  });
  const call = failure(host.call("rows", [SLOW, 1, {}], {}));
  setTimeout(() => kill(), 300);
  expect(await call).toMatchObject({ code: "reader-ended", detail: "it was ended by SIGKILL" });
  expect(await host.call("rows", ["SELECT 1 AS one", 1, {}], {})).toMatchObject({
    result: { rows: 1 },
  });
  await host.close();
});

test.each(["thread", "process", "offlineProcess"] as const)(
  "%s: what closed its task takes another, with the secrets of that alone",
  async (kind) => {
    let starts = 0;
    let keep: HostPort | undefined;
    let heard: HostEvents | undefined;
    const start = (events: HostEvents): HostPort => {
      heard = events;
      keep ??= begin(OWN_HOSTS[kind]);
      return { ...keep, end: () => events.onEnd("kept") };
    };
    const begin = (own: StartHost) => {
      starts += 1;
      return own({
        onMessage: (message) => heard?.onMessage(message),
        onEnd: (reason) => heard?.onEnd(reason),
      });
    };
    const told: string[] = [];
    for (const secret of ["s3cret/word", "another"]) {
      const context = { ...flights.context, secrets: [secret] };
      const host = new Host({
        name: "flights",
        task: { kind: "source", source: { ...flights, context }, temporaryDirectory },
        start,
      });
      const wrong = "SELECT 's3cret/word another'::int";
      told.push((await failure(host.call("rows", [wrong, 1, {}], {}))).message);
      await host.close();
    }
    keep?.end();
    expect(starts).toBe(1);
    expect(told[0]).toContain("*** another");
    expect(told[1]).toContain("s3cret/word ***");
  },
);

test("a source type that fails to open is told at every call", async () => {
  const broken = readers.source({ ...flights, key: "broken", config: {} });
  for (const call of [broken.describe("SELECT 1", {}), broken.catalog({})]) {
    expect((await failure(call)).severity).toBe("error");
  }
});

test("a child process whose parent was gone before it could look for it ends itself", async () => {
  const module = fileURLToPath(builtModule("./reader-main.js", import.meta.url));
  const gone = 1;
  const child = fork(module, [String(gone)], { stdio: ["ignore", "ignore", "ignore", "ipc"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  expect(await once(child, "exit")).toEqual([null, "SIGKILL"]);
});

test("closing the readers stops what runs", async () => {
  const own = createReaders({ temporaryDirectory });
  const calls = [
    own.source(flights).rows(SLOW, 1, control),
    own.source(flights).model(SLOW, control),
  ].map(failure);
  await new Promise((resolve) => setTimeout(resolve, 300));
  await own.close();
  expect((await Promise.all(calls)).map(({ code }) => code)).toEqual([
    "read-cancelled",
    "read-cancelled",
  ]);
});
