import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadSourceType } from "../../src/sources/loaders.js";
import { SOURCE_TYPES } from "../../src/sources/registry.js";
import { differences, refusal, refusedBy, type Engine } from "./compare.js";
import { DUCKDB, DUCKDB_WIDE } from "./proved.js";
import { ENOUGH_TIME, GROUPS, randomRows, tableOf } from "./random-rows.js";

let folder: string;
let engine: Engine;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "headwater-arithmetic-"));
  const file = join(folder, "shop.duckdb");
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  const types = {
    int: "int",
    bigint: "bigint",
    cents: "decimal(10, 2)",
    millionths: "decimal(18, 6)",
    double: "double",
  };
  const rows = randomRows(GROUPS, { binary: false });
  for (const statement of ["begin", ...tableOf(types, rows), "commit"]) {
    await connection.run(statement);
  }
  connection.closeSync();
  instance.closeSync();
  const info = SOURCE_TYPES.get("duckdb");
  if (!info) throw new Error("DuckDB is no source");
  const loaded = await loadSourceType("duckdb");
  const context = { name: "shop", queryTag: "headwater/tests", secrets: [] };
  engine = {
    dialect: "duckdb",
    source: await loaded.open(info.config.parse({ database: file }), context),
  };
}, ENOUGH_TIME);

afterAll(async () => {
  await engine?.source.close();
  await rm(folder, { recursive: true, force: true });
});

test(
  "every operation of the table gives what DuckDB gives",
  async () => {
    expect(await differences(engine, DUCKDB)).toEqual([]);
    expect(await differences(engine, DUCKDB_WIDE)).toEqual([]);
  },
  ENOUGH_TIME,
);

test.each([
  ["count(*) * 9223372036854775807 * 2", "both"],
  ["sum(i) * 9223372036854775807 * 9223372036854775807", "both"],
  ["sum(i) * 9223372036854775807", "neither"],
  ["max(i) * 2147483647", "both"],
  ["max(i) * 9223372036854775807", "both"],
  ["sum(d) * 1000000000000000000.5 * 1000000000000000000.5", "both"],
  ["max(d) * 1000000000000000.5", "both"],
  ["cast(sum(d) as decimal(2, 1))", "both"],
  ["cast(max(x) * 1e30 as bigint)", "both"],
  ["sum(i) / 0", "neither"],
])("%s is refused by %s", async (expression, by) => {
  const base = "select 1 as g, 1 as h, 7::int as i, 77.77::decimal(10, 2) as d, 7e0::double as x";
  expect(await refusedBy(engine, expression, base)).toBe(by);
});

test.each([
  ["round(sum(q), 2)", "inexact"],
  ["sum(q) > 1", "inexact"],
  ["sum(q)::decimal(10, 2)", "inexact"],
  ["sum(i) // 2", "`// 2`"],
  ["sum(i)::float", "a cast to `float`"],
  ["sum(i) ** 2", "`** 2`"],
])("%s is not computed: %s", async (expression, why) => {
  expect(await refusal(engine, expression)).toContain(why);
});
