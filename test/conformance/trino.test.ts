import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Source } from "../../src/sources/contract.js";
import { startTrino, trinoUnavailable, type TrinoServer } from "../servers/trino.js";
import { collect, refusal } from "./collect.js";
import { behavesLikeConnector } from "./connector.js";
import { openTrino } from "./open-trino.js";
import { TRINO_VALUES } from "./trino-values.js";

const missing = trinoUnavailable();
/** A server takes half a minute to start: the file shares one. */
let shared: Promise<TrinoServer> | undefined;
const server = () => (shared ??= startTrino());
const SCHEMA = `headwater_${process.pid}`;

beforeAll(async () => {
  if (missing === undefined) await server();
}, 300_000);
afterAll(async () => {
  const started = await shared;
  await started?.query(`drop table if exists memory.${SCHEMA}.items`);
  await started?.query(`drop schema if exists memory.${SCHEMA}`);
  await started?.stop();
});

behavesLikeConnector(
  "trino",
  async () => {
    const trino = await server();
    await trino.query(`create schema if not exists memory.${SCHEMA}`);
    await trino.query(`create table memory.${SCHEMA}.items as select 1 as id, 'one' as label`);
    const table = `memory.${SCHEMA}.items`;
    return {
      open: () => openTrino(trino, { catalog: "memory", db_schema: SCHEMA }),
      sql: {
        // One sequence has 10,000 values at most.
        numbers: (rows) =>
          `select a * 1000 + b as n from unnest(sequence(0, ${Math.floor(rows / 1000)})) as x(a) cross join unnest(sequence(1, 1000)) as y(b) where a * 1000 + b <= ${rows} order by n`,
        empty: "select id, label from items where false; -- nothing",
        emptyAndNull: "select '' as a, cast(null as varchar) as b",
        sameNameTwice: "select 1 as a, 2 as a",
        unknownColumn: "select nowhere from items",
        syntaxError: "select from where",
        refused: [
          "insert into items values (2, 'two')",
          "delete from items",
          "update items set label = 'two'",
          "merge into items using (select 1 as id) as n on false when not matched then insert values (2, 'two')",
          "truncate table items",
          "drop table items",
          `drop schema memory.${SCHEMA} cascade`,
          "create table other as select 1 as n",
          "create or replace view v as select 1 as n",
          "explain create table other as select 1 as n",
          "explain analyze create table other as select 1 as n",
          "explain (type validate) create table other as select 1 as n",
          "explain analyze insert into items values (2, 'two')",
          "alter table items rename to others",
          "comment on table items is 'mine'",
          "select 1; drop table items",
          "select 1; select 2",
          "start transaction",
          "commit",
          "rollback",
          "prepare s from drop table items",
          "execute immediate 'drop table items'",
          "call system.runtime.kill_query('20260101_000000_00000_aaaaa', 'no')",
          "set session query_max_run_time = '1h'",
          "use tpch.tiny",
          "grant select on items to role public",
          "analyze items",
          "refresh materialized view m",
          "create function f(x bigint) returns bigint return x",
          "with function f(x bigint) returns bigint return x insert into items select f(2), 'two'",
          "/* only */ -- here",
          "",
        ],
      },
      table: { schema: SCHEMA, name: "items", columns: ["id", "label"] },
      fingerprint: async () =>
        JSON.stringify([
          await trino.query(`select * from ${table}`),
          await trino.query(`show tables from memory.${SCHEMA}`),
          await trino.query("show schemas from memory"),
        ]),
      close: async () => undefined,
    };
  },
  missing,
);

describe.skipIf(missing)("trino", () => {
  let source: Source;
  beforeAll(async () => {
    source = await openTrino(await server(), { catalog: "tpch", db_schema: "tiny" });
  });
  afterAll(() => source?.close());

  test("values keep their type and every digit", async () => {
    const list = TRINO_VALUES.map(({ sql }, index) => `${sql} as c${index}`).join(", ");
    const { columns, values, warnings } = await collect(source, `select ${list}`);
    const seen = TRINO_VALUES.map((wanted, index) => ({
      ...wanted,
      type: columns[index]?.type,
      value: values[index]?.[0],
    }));
    expect(seen).toEqual(TRINO_VALUES);
    expect(await source.describe(`select ${list}`)).toEqual(columns);
    expect(warnings).toEqual([]);
  });

  test.each([
    ["timestamp '2024-01-01 00:00:00.1234567'", "2024-01-01 00:00:00.1234567"],
    ["time '01:02:03.000000001'", "01:02:03.000000001"],
    [
      "timestamp '2024-10-27 00:30 UTC' at time zone 'Europe/Berlin'",
      "2024-10-27 02:30:00 Europe/Berlin",
    ],
  ])("what no column holds as it is becomes Trino's own text: %s", async (sql, text) => {
    const { columns, values, contradictions } = await collect(source, `select ${sql} as t`);
    expect(columns[0]?.type).toBe("text");
    expect(values).toEqual([[text]]);
    expect(contradictions).toHaveLength(1);
  });

  test("a sketch is text, with a warning", async () => {
    const { columns, warnings } = await collect(source, "select approx_set(1) as s");
    expect(columns[0]).toMatchObject({ type: "text", nativeType: "HyperLogLog" });
    expect(warnings.map(({ code }) => code)).toEqual(["column-type-unknown"]);
  });

  test("the place of a fault is shown in the user's own text", async () => {
    const sql = "select '😀',\n  nowhere from region;";
    const said = await refusal(collect(source, sql));
    expect(said).toMatchObject({ code: "query-name-unknown" });
    expect(said.detail).toBe("line 2:   nowhere from region;\n          ^");
    expect(await refusal(source.describe(sql))).toEqual(said);
  });
});
