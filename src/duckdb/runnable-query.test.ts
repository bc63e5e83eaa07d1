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
