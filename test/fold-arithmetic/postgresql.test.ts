import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { postgresql } from "../../src/sources/postgresql/config.js";
import { postgresqlSource } from "../../src/sources/postgresql/index.js";
import { postgresUnavailable, startPostgres, type PostgresServer } from "../servers/postgres.js";
import { differences, refusal, refusedBy, type Engine } from "./compare.js";
import { POSTGRESQL } from "./proved.js";
import { ENOUGH_TIME, GROUPS, randomRows, tableOf } from "./random-rows.js";

const missing = postgresUnavailable();
let server: PostgresServer;
let engine: Engine;

describe.skipIf(missing)("postgresql", () => {
  beforeAll(async () => {
    server = await startPostgres();
    const types = {
      int: "int",
      bigint: "bigint",
      cents: "numeric(10, 2)",
      millionths: "numeric(18, 6)",
      double: "double precision",
    };
    await server.query(tableOf(types, randomRows(GROUPS, { binary: false })).join(";\n"));
    const { host, port, user: username, password, database } = server;
    const config = postgresql.config.parse({ host, port, username, password, database });
    const context = { name: "shop", queryTag: "headwater/tests", secrets: [password] };
    engine = { dialect: "postgresql", source: await postgresqlSource.open(config, context) };
  }, ENOUGH_TIME);
  afterAll(async () => {
    await engine?.source.close();
    await server?.stop();
  });

  test(
    "every operation of the table gives what the server gives",
    async () => {
      expect(await differences(engine, POSTGRESQL)).toEqual([]);
    },
    ENOUGH_TIME,
  );

  test.each([
    ["sum(i) / 0", "both"],
    ["sum(i) / (count(*) - 1)", "both"],
    ["case when count(*) > 1 then 1 / (count(*) - 1) end", "neither"],
    ["coalesce(sum(i), 1 / (count(*) - 1))", "neither"],
    ["sum(i) > 0 or 1 / (count(*) - 1) > 0", "neither"],
    ["1e0::float8 / (count(*) - 1)", "both"],
    ["sum(b) * 9223372036854775807", "neither"],
    ["max(b) * 9223372036854775807", "both"],
    ["max(i) * 2147483647", "both"],
    ["max(i)::bigint * 2147483647", "neither"],
    ["(max(b) * 1000)::int", "both"],
    ["cast(sum(d) as numeric(2, 1))", "both"],
    ["max(x) * 1e300::float8 * 1e300::float8", "both"],
    ["max(x) * 1e-300::float8 * 1e-300::float8", "both"],
  ])("%s is refused by %s", async (expression, by) => {
    const base =
      "select 1 as g, 1 as h, 7 as i, 7000000::bigint as b, 77.77::numeric(10, 2) as d, 7e0::float8 as x";
    expect(await refusedBy(engine, expression, base)).toBe(by);
  });

  test.each([
    ["round(sum(q))", "inexact"],
    ["sum(q)::numeric", "inexact"],
    ["sum(q) > 1", "inexact"],
    ["nullif(avg(q), 0)", "inexact"],
    ["case when avg(q) > 1 then 1 else 2 end", "inexact"],
    ["round(max(x)::numeric(10, 2), 1) + max(x) - max(x)::real", "a cast to `real`"],
    ["max('a') > 'b'", "unproved"],
    ["sum(i) % 2", "`% 2`"],
    ["abs(sum(i))", "`abs`"],
    ["sum(i) = 1 = true", "comparisons"],
    ["not sum(i) > 1", "brackets"],
    ["sum(i) + b", "`b` is neither aggregated"],
    ["sum(i) +", "missing at its end"],
    ["sum(i) > E'\\n'", "not read"],
  ])("%s is not computed: %s", async (expression, why) => {
    expect(await refusal(engine, expression)).toContain(why);
  });
});
