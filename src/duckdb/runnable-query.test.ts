import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { copyQuery } from "./copy-query.js";
import { DuckDbDatabase } from "./database.js";
import { streamQuery } from "./stream-query.js";
import { columnValues } from "../rows/column-values.js";
import { SourceError } from "../rows/stream.js";

const { signal } = new AbortController();
const of = { source: "s" };

async function connect(directories: readonly string[] = []) {
  const database = await DuckDbDatabase.open({ directories });
  return database.connect(() => database.close());
}

/** Names, then rows. */
async function read(sql: string) {
  const { columns, batches } = await streamQuery(await connect(), sql, { signal, of });
  const rows: unknown[][] = [columns.map(({ name }) => name)];
  for await (const batch of batches) {
    const values = batch.columns.map((column) => columnValues(column, batch.rows));
    for (let row = 0; row < batch.rows; row++) rows.push(values.map((column) => column[row]));
  }
  return rows;
}

const SALES = "(VALUES ('b', 1), ('a', 2), ('b', 3)) t(k, v)";

test("a PIVOT that names no columns has those that its rows have", async () => {
  const expected = [
    ["a", "b"],
    [2, 4],
  ];
  expect(await read(`PIVOT ${SALES} ON k USING sum(v)`)).toEqual(expected);
  expect(await read(`FROM (PIVOT ${SALES} ON k USING sum(v)) -- all`)).toEqual(expected);
  expect(await read(`WITH s AS (FROM ${SALES}) PIVOT s ON k USING sum(v);`)).toEqual(expected);
});

test("it is written to a file like any query", async () => {
  const folder = await mkdtemp(join(tmpdir(), "headwater-pivot-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const copied = await copyQuery(
    await connect([folder]),
    `PIVOT ${SALES} ON k USING sum(v)`,
    join(folder, "rows.parquet"),
    { signal, of },
  );
  expect(copied.rows).toBe(1);
  expect(copied.columns.map(({ name }) => name)).toEqual(["a", "b"]);
});

test("a PIVOT hides no statement and no function that is refused", async () => {
  for (const [sql, code] of [
    [`PIVOT (FROM query('SELECT 1 AS k')) ON k USING count(*)`, "function-refused"],
    [`PIVOT (FROM "Query" ('SELECT 1 AS k')) ON k USING count(*)`, "function-refused"],
    [`PIVOT ${SALES} ON k USING sum(v); SELECT 1`, "not-a-query"],
    [`CREATE TYPE t AS ENUM ('a'); PIVOT ${SALES} ON k USING sum(v)`, "not-a-query"],
    [`PIVOT ${SALES} ON k USING sum(v)) x, (SELECT 1`, "query-failed"],
  ] as const) {
    const error: unknown = await read(sql).catch((error: unknown) => error);
    if (!(error instanceof SourceError)) throw new Error(`${sql} was not refused`);
    expect([sql, error.diagnostic.code]).toEqual([sql, code]);
  }
});

test("CALL and the PRAGMAs that tell something are the functions that they stand for", async () => {
  const version = [
    ["library_version", "source_id", "codename"],
    [expect.any(String), expect.any(String), expect.any(String)],
  ];
  for (const sql of ["CALL pragma_version(); -- now", "PRAGMA version", "pragma Version;"]) {
    expect(await read(sql), sql).toEqual(version);
  }
  expect((await read("PRAGMA show_databases"))[0]).toEqual(["database_name"]);
  expect((await read("PRAGMA database_list"))[0]).toEqual(["seq", "name", "file"]);
  const info = await read("PRAGMA table_info(information_schema.tables)");
  expect(info.slice(0, 2)).toEqual([
    ["cid", "name", "type", "notnull", "dflt_value", "pk"],
    [0, "table_catalog", "VARCHAR", false, null, false],
  ]);
  expect(await read("PRAGMA table_info('information_schema.tables')")).toEqual(info);
});

test("EXPLAIN yields the plan of a query", async () => {
  for (const [sql, key, text] of [
    ["EXPLAIN SELECT 42 AS answer", "physical_plan", /PROJECTION|DUMMY_SCAN/],
    ["explain analyze FROM range(3);", "analyzed_plan", /Total Time/],
    ["EXPLAIN (FORMAT json) SELECT 42 AS answer", "physical_plan", /"name"/],
    ["EXPLAIN (ANALYZE, FORMAT json) SELECT 42 AS answer", "analyzed_plan", /"latency"/],
  ] as const) {
    const [names, row] = await read(sql);
    expect(names, sql).toEqual(["explain_key", "explain_value"]);
    expect(row, sql).toEqual([key, expect.stringMatching(text)]);
  }
});

test("neither hides a statement or a function that is refused", async () => {
  for (const [sql, code] of [
    ["CALL force_checkpoint()", "function-refused"],
    ["CALL query('SELECT 1')", "function-refused"],
    ["CALL pragma_version(); SELECT 1", "not-a-query"],
    ["PRAGMA threads = 4", "not-a-query"],
    ["PRAGMA enable_profiling", "not-a-query"],
    ["PRAGMA import_database", "not-a-query"],
    ["EXPLAIN CREATE TABLE t (a int)", "not-a-query"],
    ["EXPLAIN ANALYZE CREATE TABLE t (a int)", "not-a-query"],
    ["EXPLAIN (ANALYZE) INSERT INTO t VALUES (1)", "not-a-query"],
    ["EXPLAIN ANALYZE SELECT 1; SELECT 2", "not-a-query"],
    ["EXPLAIN ANALYZE FROM query('SELECT 1')", "function-refused"],
    ["EXPLAIN EXPLAIN SELECT 1", "not-a-query"],
  ] as const) {
    const error = await read(sql).catch((reason: unknown) => reason);
    expect(error, sql).toBeInstanceOf(SourceError);
    expect((error as SourceError).diagnostic.code, sql).toBe(code);
  }
});
