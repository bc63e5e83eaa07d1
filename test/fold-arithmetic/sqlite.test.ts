import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sqlite } from "../../src/sources/sqlite/config.js";
import { sqliteSource } from "../../src/sources/sqlite/index.js";
import { differences, refusal, type Engine } from "./compare.js";
import { SQLITE } from "./proved.js";
import { ENOUGH_TIME, GROUPS, randomRows, tableOf } from "./random-rows.js";

let folder: string;
let engine: Engine;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "headwater-arithmetic-"));
  const file = join(folder, "shop.db");
  const database = new DatabaseSync(file);
  const types = {
    int: "int",
    bigint: "bigint",
    cents: "real",
    millionths: "real",
    double: "real",
  };
  const rows = randomRows(GROUPS, { binary: true });
  database.exec(["begin", ...tableOf(types, rows), "commit"].join(";\n"));
  // Integers and doubles in one column.
  database.exec(
    "create table mixed (g, h, v); insert into mixed values (1, 1, 5), (1, 2, 2), (2, 1, 5), (2, 2, 2.0), (3, 1, 2.5), (4, 1, null)",
  );
  database.close();
  const config = sqlite.config.parse({ database: file });
  const context = { name: "shop", queryTag: "headwater/tests", secrets: [] };
  engine = { dialect: "sqlite", source: await sqliteSource.open(config, context) };
}, ENOUGH_TIME);

afterAll(async () => {
  await engine?.source.close();
  await rm(folder, { recursive: true, force: true });
});

test(
  "every operation of the table gives what SQLite gives",
  async () => {
    expect(await differences(engine, SQLITE)).toEqual([]);
  },
  ENOUGH_TIME,
);

test("a sum is divided as the integer or the double that it is", async () => {
  const expressions = [
    "sum(v) / 2",
    "sum(v) / count(v)",
    "1 / sum(v)",
    "sum(v) + 1",
    "-sum(v) / 2",
  ];
  expect(await differences(engine, expressions, "select * from mixed")).toEqual([]);
});

test.each([
  ["round(sum(q), 2)", "inexact"],
  ["sum(q) > 1", "inexact"],
  ["max(x) / 2", "may be a whole number"],
  ["sum(i) % 2", "`% 2`"],
  ["sum(i) == 2", "`= 2`"],
  ["cast(sum(i) as numeric)", "a cast to `numeric`"],
])("%s is not computed: %s", async (expression, why) => {
  expect(await refusal(engine, expression)).toContain(why);
});
