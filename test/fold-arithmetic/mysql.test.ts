import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openOn } from "../conformance/open-mysql.js";
import { mariadbUnavailable, startMariadb, type MariadbServer } from "../servers/mariadb.js";
import { differences, refusal, refusedBy, type Engine } from "./compare.js";
import { MYSQL } from "./proved.js";
import { ENOUGH_TIME, GROUPS, randomRows, tableOf } from "./random-rows.js";

const missing = mariadbUnavailable();
let server: MariadbServer;
let engine: Engine;

describe.skipIf(missing)("mysql", () => {
  beforeAll(async () => {
    server = await startMariadb();
    const types = {
      int: "int",
      bigint: "bigint",
      cents: "decimal(10, 2)",
      millionths: "decimal(18, 6)",
      double: "double",
    };
    const statements = tableOf(types, randomRows(GROUPS, { binary: false }));
    for (const sql of statements) await server.query(`use shop; ${sql}`);
    engine = {
      dialect: "mysql",
      source: await openOn(server),
      // Of how many digits a decimal may have the server's own count is not followed everywhere.
      isSameType: (one, other) =>
        one === other || (one.startsWith("decimal") && other.startsWith("decimal")),
    };
  }, ENOUGH_TIME);
  afterAll(async () => {
    await engine?.source.close();
    await server?.stop();
  });

  test(
    "every operation of the table gives what the server gives",
    async () => {
      expect(await differences(engine, MYSQL)).toEqual([]);
    },
    ENOUGH_TIME,
  );

  test.each([
    ["count(*) * 9223372036854775807 * 2", "both"],
    ["9223372036854775807 + count(*)", "both"],
    ["max(x) * 1e300 * 1e300", "both"],
    ["cast(max(x) * 1e30 as signed)", "neither"],
    ["sum(i) / 0", "neither"],
  ])("%s is refused by %s", async (expression, by) => {
    const base = "select 1 as g, 1 as h, 7 as i, 7e0 as x";
    expect(await refusedBy(engine, expression, base)).toBe(by);
  });

  test.each([
    ["round(sum(q), 2)", "inexact"],
    ["sum(q) > 1", "inexact"],
    ["sum(i / 3)", "more digits of a quotient"],
    ["max(i / 3) * 3", "more digits of a quotient"],
    ["case count(*) when 1 then 2 end", "`case when x = y`"],
    ["g / 3 + count(*)", "loses digits"],
    ["round(count(*), -1)", "unproved"],
    ["sum(i) || 1", "`|| 1`"],
  ])("%s is not computed: %s", async (expression, why) => {
    expect(await refusal(engine, expression)).toContain(why);
  });
});
