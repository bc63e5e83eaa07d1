import { HOSTILE } from "../support/hostile-statements.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CheckStage, Source } from "../../src/sources/contract.js";
import { dialects } from "../../src/sql/dialects.js";
import { mariadbUnavailable, startMariadb, type MariadbServer } from "../servers/mariadb.js";
import { collect, refusal } from "./collect.js";
import { behavesLikeConnector } from "./connector.js";
import { MYSQL_VALUES, VALUES_TABLE } from "./mysql-values.js";
import { openOn } from "./open-mysql.js";

const missing = mariadbUnavailable();

behavesLikeConnector(
  "mysql",
  async () => {
    const server = await startMariadb();
    await server.query(
      `use shop; create table items(id integer primary key, label varchar(20)); insert into items values (1, 'one');
       create sequence counter; create procedure wipe() delete from items`,
    );
    return {
      open: () => openOn(server),
      sql: {
        numbers: (rows) => `select cast(seq as int) as n from seq_1_to_${rows} order by seq`,
        empty: "select id, label from items where false; -- nothing",
        emptyAndNull: "select '' as a, cast(null as char) as b",
        sameNameTwice: "select 1 as a, 2 as a",
        unknownColumn: "select nowhere from items",
        syntaxError: "select from where",
        refused: HOSTILE.mysql,
      },
      table: { schema: "shop", name: "items", columns: ["id", "label"] },
      fingerprint: async () =>
        JSON.stringify([
          await server.query("select * from shop.items"),
          await server.query("select * from shop.counter"),
          await server.query(
            "select table_name from information_schema.tables where table_schema = 'shop' order by 1",
          ),
        ]),
      close: () => server.stop(),
    };
  },
  missing,
);

describe.skipIf(missing)("mysql", () => {
  let server: MariadbServer;
  let source: Source;
  beforeAll(async () => {
    server = await startMariadb({ settings: { "max-allowed-packet": "64M" } });
    await server.query(`use shop; ${VALUES_TABLE}`);
    source = await openOn(server);
  });
  afterAll(async () => {
    await source?.close();
    await server?.stop();
  });

  test("values keep their type and every digit", async () => {
    const { columns, values, warnings } = await collect(source, "select * from zoo");
    const seen = MYSQL_VALUES.map(({ column, sql }, index) => ({
      column,
      sql,
      type: columns[index]?.type,
      value: values[index]?.[0],
    }));
    expect(seen).toEqual(MYSQL_VALUES);
    expect(warnings).toEqual([]);
  });

  test("texts and digits are those that the database itself writes", async () => {
    const plain = [...MYSQL_VALUES.entries()].filter(
      ([, { type, column }]) =>
        /^(u?int\d|decimal|text|json|uuid)/.test(type) && !column.startsWith("bit"),
    );
    const sql = `select ${plain.map(([index]) => `cast(c${index} as char) as c${index}`).join(", ")} from shop.zoo`;
    const [own] = await server.query(sql);
    const written = plain.map(([, { value }]) => (value === null ? null : String(value)));
    expect(written).toEqual(
      plain.map(([index]) => (own?.[`c${index}`] ?? null)?.replace(/^0+(?=7$)/, "") ?? null),
    );
  });

  test("a description is exact, and runs nothing", async () => {
    const before = server.statements().length;
    const sql = "select *, (select max(c7) from zoo) as m, sum(c20) over () as s from zoo";
    const described = await source.describe(sql);
    expect(server.statements()).toHaveLength(before);
    expect((await collect(source, sql)).columns).toEqual(described);
    expect(described.slice(0, 3)).toEqual([
      { name: "c0", type: "int8", nativeType: "tinyint", exact: true },
      { name: "c1", type: "int8", nativeType: "tinyint", exact: true },
      { name: "c2", type: "int8", nativeType: "tinyint", exact: true },
    ]);
  });

  test("rows are counted behind a semicolon, too", async () => {
    const sql = "select 1 union all select 2; -- ; both";
    expect(await source.estimate?.(sql, AbortSignal.timeout(60_000))).toBe(2);
  });

  test("the catalogue's types are those of the rows", async () => {
    const schemas = await source.catalog();
    const zoo = schemas
      .find(({ name }) => name === "shop")
      ?.tables.find(({ name }) => name === "zoo");
    // MariaDB's catalogue calls a column of JSON a long text.
    const types = MYSQL_VALUES.map(({ type }) => (type === "json" ? "text" : type));
    expect(zoo?.columns.map(({ type }) => type)).toEqual(types);
  });

  test("the server sees exactly the user's statement behind a comment that says who asks", async () => {
    const before = server.statements().length;
    const sql = "select 1 as one, '😀 $1 `${x}` null ?' as t -- why; not\n ; ";
    expect((await collect(source, sql)).values).toEqual([[1], ["😀 $1 `${x}` null ?"]]);
    expect(server.statements().slice(before)).toEqual([
      `/* headwater/tests */ ${sql.replace(/\s*;\s*$/, "")}`,
    ]);
  });

  test("statements that cannot be prepared, or tell no columns, come as text", async () => {
    for (const sql of [
      "show tables",
      "show create table zoo",
      "describe zoo",
      "explain select 1",
      "show warnings",
      "show engine innodb status",
    ]) {
      const described = await source.describe(sql);
      const { columns } = await collect(source, sql);
      expect({ sql, columns }).toEqual({ sql, columns: described });
      expect(columns.length).toBeGreaterThan(0);
    }
  });

  test("dates that no calendar has are NULL, counted and reported", async () => {
    const loose = await openOn(server, {
      after_connect: "set session sql_mode = 'ALLOW_INVALID_DATES'",
    });
    await server.query(
      `set sql_mode = 'ALLOW_INVALID_DATES'; create or replace table shop.dates(d date, t datetime(6));
       insert into shop.dates values ('0000-00-00', '0000-00-00 00:00:00'), ('2024-00-15', '2024-01-01 10:00:00.5'), ('2023-02-29', null), ('2024-02-29', '2024-02-30 10:00:00')`,
    );
    const { values, warnings } = await collect(loose, "select d, t from dates");
    await loose.close();
    expect(values).toEqual([
      [null, null, null, "2024-02-29"],
      [null, "2024-01-01T10:00:00.5", null, null],
    ]);
    expect(warnings.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      "dates-impossible: Column `d` holds 3 dates that no calendar has, such as 0000-00-00; they are read as NULL.",
      "dates-impossible: Column `t` holds 2 dates that no calendar has, such as 0000-00-00; they are read as NULL.",
    ]);
  });

  test("what the server warns of is passed on", async () => {
    const cut = await openOn(server, { after_connect: "set session group_concat_max_len = 5" });
    const { values, warnings } = await collect(
      cut,
      "select group_concat(seq) as g from seq_1_to_9",
    );
    await cut.close();
    expect(values).toEqual([["1,2,3"]]);
    expect(warnings.map(({ code }) => code)).toEqual(["query-warned"]);
    expect(warnings[0]?.message).toContain("cut by");
  });

  test("texts longer than a packet arrive whole", async () => {
    const sql =
      "select repeat('abcdefgh', 2200000) as a, 7 as n union all select repeat('x', 16777210), 8 union all select 'short', 9";
    const { values } = await collect(source, sql);
    expect(values[1]).toEqual([7, 8, 9]);
    const [long, edge, short] = values[0] ?? [];
    expect(long === "abcdefgh".repeat(2_200_000)).toBe(true);
    expect(edge === "x".repeat(16_777_210)).toBe(true);
    expect(short).toBe("short");
  });

  test("sums and averages of decimals keep their digits", async () => {
    const at = (column: string) => `c${MYSQL_VALUES.findIndex((value) => value.column === column)}`;
    const sql = `select sum(${at("decimal(16,2)")}) as s, avg(${at("decimal(16,2)")}) as a, 1/3 as t, sum(${at("decimal(65,30)")}) as big, count(*) as n from zoo`;
    const { columns, values } = await collect(source, sql);
    const [own] = await server.query(
      `select cast(s as char) as s, cast(a as char) as a, cast(t as char) as t, cast(big as char) as big from (${sql.replace("zoo", "shop.zoo")}) x`,
    );
    expect(values.slice(0, 4).map(([value]) => value)).toEqual([
      own?.["s"],
      own?.["a"],
      own?.["t"],
      own?.["big"],
    ]);
    expect(columns.map(({ type }) => type)).toEqual([
      "decimal(38,2)",
      "decimal(20,6)",
      "decimal(5,4)",
      "decimal",
      "int64",
    ]);
  });

  test("an error in the middle of the rows ends the stream, and the session goes on", async () => {
    const one = await openOn(server, { pool: 1 });
    const sql = "select (select 1 union select seq where seq = 90000) as x from seq_1_to_100000";
    expect(await refusal(collect(one, sql))).toMatchObject({
      code: "query-failed",
      message: "`shop` refused the query: Subquery returns more than 1 row.",
    });
    expect((await collect(one, "select 1")).rows).toBe(1);
    await one.close();
  });

  test.each([
    ["select 1,\n\t'é', frm items", "line 2: \t'é', frm items\n        \t     ^"],
    ["select 1 as a,\n  from zoo", "line 2:   from zoo\n          ^"],
    ["select (1", "line 1: select (1\n                 ^"],
    ["select 1 from\n `nope` n", "line 2:  `nope` n\n          ^"],
  ])("the fault in %j is shown in its line", async (sql, detail) => {
    expect((await refusal(collect(source, sql))).detail).toBe(detail);
  });

  test.each(["", "NO_BACKSLASH_ESCAPES", "ANSI"])(
    "names and texts of ours are safe with sql_mode %j",
    async (mode) => {
      const other = await openOn(server, { after_connect: `set session sql_mode = '${mode}'` });
      const quoted = dialects.mysql;
      const texts = ["it's", String.raw`C:\dir\' or 1=1 -- `, '"', "`", "é😀", "\\", ""];
      const sql = `select ${texts.map((text, i) => `${quoted.quoteText(text)} as ${quoted.quoteIdentifier(`a\`b"'${i}`)}`).join(", ")}`;
      const { columns, values } = await collect(other, sql);
      await other.close();
      expect(values).toEqual(texts.map((text) => [text]));
      expect(columns.map(({ name }) => name)).toEqual(texts.map((_, i) => `a\`b"'${i}`));
    },
  );

  test("on a server without tables of zones sessions are in UTC, which is told once", async () => {
    await server.query(
      `set time_zone = '+00:00'; create or replace table shop.noon(at timestamp null);
       insert into shop.noon values ('2024-07-01 12:00:00')`,
    );
    const other = await openOn(server, {}, { timeZone: "Europe/Berlin" });
    const stages: CheckStage[] = [];
    for await (const stage of other.check()) stages.push(stage);
    const sql = "select at, hour(at) as h from noon";
    await other.estimate?.(sql);
    // Rows that were not all wanted have told nothing.
    const first = await other.stream("select seq from seq_1_to_100000", {
      signal: new AbortController().signal,
    });
    for await (const batch of first.batches) if (batch.rows > 0) break;
    const told = await collect(other, sql);
    const again = await collect(other, sql);
    await other.close();
    expect(stages.at(-1)).toMatchObject({
      stage: "query",
      ok: true,
      diagnostic: { code: "source-zone-unknown" },
    });
    expect(told.values).toEqual([["2024-07-01T12:00:00Z"], [12]]);
    expect(told.warnings.map(({ code }) => code)).toEqual(["source-zone-unknown"]);
    expect(again.warnings).toEqual([]);
  });

  test("instants are the same in every time zone of the session", async () => {
    await server.query(
      `set time_zone = '+00:00'; create or replace table shop.moments(at timestamp(3) null);
       insert into shop.moments values ('2024-03-31 00:59:59'), ('2024-03-31 01:00:00'), ('2024-10-26 23:00:00'), ('2024-10-27 00:30:00.25'), ('2024-10-27 02:00:00'), ('2024-01-01 00:00:00'), (null)`,
    );
    await server.query(ZONE_BERLIN);
    const sql = "select at, hour(at) as h from moments";
    const utc = await collect(source, sql);
    for (const [timeZone, hours] of [
      ["Europe/Berlin", [1, 3, 1, 2, 3, 1, null]],
      ["-03:30", [21, 21, 19, 21, 22, 20, null]],
      ["UTC", [0, 1, 23, 0, 2, 0, null]],
    ] as const) {
      const other = await openOn(server, {}, { timeZone });
      const { values, warnings } = await collect(other, sql);
      await other.close();
      expect({ timeZone, at: values[0], hours: values[1] }).toEqual({
        timeZone,
        at: utc.values[0],
        hours,
      });
      expect(warnings.map(({ code }) => code)).toEqual(
        timeZone === "Europe/Berlin" ? ["times-ambiguous"] : [],
      );
    }
  });
});

/** The rules of Berlin's clocks around 2024, as `mysql_tzinfo_to_sql` would load them. */
const ZONE_BERLIN = `
  insert into mysql.time_zone values (1, 'N'); insert into mysql.time_zone_name values ('Europe/Berlin', 1);
  insert into mysql.time_zone_transition_type values (1, 0, 3600, 0, 'CET'), (1, 1, 7200, 1, 'CEST');
  insert into mysql.time_zone_transition values (1, 0, 0), (1, 1711846800, 1), (1, 1729990800, 0)`;
