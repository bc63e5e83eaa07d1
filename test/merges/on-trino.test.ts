/**
 * Merges on a Trino, which reads PostgreSQL and MariaDB through its catalogs and gets the rest sent:
 * cell by cell what DuckDB makes of the same. MERGES=2000 runs so many random ones from SEED on; the
 * suite runs 100.
 */
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openState } from "../../src/engine/state/state.js";
import { storedRows } from "../../src/engine/stored-rows.js";
import type { Project } from "../../src/project/project.js";
import { createReaders } from "../../src/readers/readers.js";
import { mariadbUnavailable, startMariadb, type MariadbServer } from "../servers/mariadb.js";
import { postgresUnavailable, startPostgres, type PostgresServer } from "../servers/postgres.js";
import { ownTrinoUnavailable, startTrino, type TrinoServer } from "../servers/trino.js";
import { loadFiles } from "../support/load-files.js";
import { HOSTILE } from "../support/hostile-statements.js";
import { runOnce } from "../support/run-project.js";
import { createRandom, randomMerge } from "./random.js";
import { fillMariadb, fillPostgres, fillSqlite, randomRows } from "./tables.js";
import { keptHosts } from "../support/kept-hosts.js";

const COUNT = Number(process.env["MERGES"] ?? 100);
const SEED = Number(process.env["SEED"] ?? 1);

/** Milliseconds: a Trino that has just started is slow. */
const FIRST = 300_000;

const unavailable = ownTrinoUnavailable() ?? postgresUnavailable() ?? mariadbUnavailable();
let postgres: PostgresServer;
let mariadb: MariadbServer;
let trino: TrinoServer;

beforeAll(async () => {
  if (unavailable !== undefined) return;
  [postgres, mariadb] = await Promise.all([startPostgres(), startMariadb()]);
  trino = await startTrino({
    catalogs: {
      crm: {
        "connector.name": "postgresql",
        "connection-url": `jdbc:postgresql://127.0.0.1:${postgres.port}/${postgres.database}`,
        "connection-user": postgres.user,
        "connection-password": postgres.password,
      },
      erp: {
        "connector.name": "mariadb",
        "connection-url": `jdbc:mariadb://127.0.0.1:${mariadb.port}`,
        "connection-user": mariadb.user,
        "connection-password": mariadb.password,
      },
      // The one for MySQL speaks with MariaDB, too.
      erp_by_mysql: {
        "connector.name": "mysql",
        "connection-url": `jdbc:mysql://127.0.0.1:${mariadb.port}?useServerPrepStmts=true`,
        "connection-user": mariadb.user,
        "connection-password": mariadb.password,
      },
      gone: {
        "connector.name": "postgresql",
        "connection-url": "jdbc:postgresql://127.0.0.1:1/none",
        "connection-user": "nobody",
        "connection-password": "nothing",
      },
    },
  });
}, FIRST);

afterAll(() => Promise.all([trino, postgres, mariadb].map((server) => server?.stop())));

/** With what stands below `models:`. */
function projectOf(
  models: string,
  { catalogs = "{ pg: crm, my: erp }", zone = "Europe/Berlin", more = "" } = {},
): Promise<Project> {
  const server = (given: PostgresServer | MariadbServer) =>
    `host: 127.0.0.1, port: ${given.port}, database: ${given.database}, username: ${given.user}, password: ${given.password}`;
  return loadFiles({
    "headwater.yml": `
name: far
defaults: { time_zone: ${zone} }
sources:
  - { name: pg, type: postgresql, ${server(postgres)}, sslmode: disable }
  - { name: my, type: mysql, ${server(mariadb)} }
  - { name: lite, type: sqlite, database: lite.sqlite }
  - { name: far, type: trino, host: ${trino.host}, port: ${trino.port}, username: headwater, sslmode: disable, catalogs: ${catalogs}${more} }
  - { name: by mysql, type: trino, host: ${trino.host}, port: ${trino.port}, username: headwater, sslmode: disable, catalogs: { my: erp_by_mysql } }
models:
${models}
`,
  });
}

/** What a run makes of models: rows in any order, or the code of their failure. */
async function run(project: Project) {
  const { manifest } = await runOnce(project, { all: true });
  const state = openState(project);
  const readers = createReaders({
    temporaryDirectory: join(project.root, "target"),
    hosts: keptHosts,
  });
  const signal = new AbortController().signal;
  return {
    async rows(name: string): Promise<string[] | string> {
      const { artifact, diagnostics } = manifest?.objects[`model:${name}`] ?? {};
      if (!artifact) return diagnostics?.map(({ message }) => message).join(" ") ?? "";
      const rows = { names: [{ table: "rows" }], ...storedRows(artifact, state) };
      const scope = { tables: [rows], timeZone: "UTC" };
      const { result } = await readers.embedded.rows('from "rows"', 1e6, scope, { signal });
      return Array.from({ length: result.rows }, (_, row) =>
        JSON.stringify(result.columns.map(({ values }) => values[row])),
      ).toSorted();
    },
    entry: (name: string) => manifest?.objects[`model:${name}`],
    close: () => readers.close(),
  };
}

const POSTGRES_ODD = `
create table odd(id int, i8 bigint, f4 real, f8 float8, n numeric(38,10), t text, c char(5), b bytea, d date, tm time,
  ts timestamp, tz timestamptz, j json, u uuid, net inet, long interval, yes boolean, bits bit(4));
insert into odd values
  (1, 9007199254740993, 0.1, 0.1, 1234567890123456789012345678.0123456789, 'it''s \\ ö', 'ab', '\\xdeadbeef', '2024-02-29',
   '23:59:59.123456', '2024-02-29 23:59:59.123456', '2024-10-27 02:30:00.123456+02', '{"b":1,  "a":12345678901234567890}',
   '00000000-0000-0000-0000-000000000001', '10.0.0.1', '1 day 02:00', true, b'1010'),
  (2, -9223372036854775808, 'NaN', '-Infinity', -0.0000000001, '', '', '', '0044-03-15 BC', '00:00', '1024-02-29',
   '1024-02-29 00:00+00', null, null, '10.0.0.0/8', '-3 mons', false, b'0000');
insert into odd(id) values (3);
create table endless as select timestamp 'infinity' as ts, timestamptz '-infinity' as tz, date 'infinity' as d, time '24:00' as tm`;
const MARIADB_ODD = `
create table odd(id int, yes tinyint(1), f4 float, f8 double, n decimal(38,10), t text, lt longtext, j json, e enum('a','bb'),
  s set('x','y'), c char(5), v varchar(20), b varbinary(10), lb longblob, d date, dt datetime(6), ts timestamp(6) null,
  tm time(6), y year, bits bit(12), u uuid);
set sql_mode='';
insert into odd values
  (1, 2, 0.1, 0.1, 1234567890123456789012345678.0123456789, 'it''s \\\\ ö', 'long', '{"b":1,  "a":12345678901234567890}', 'bb',
   'x,y', 'ab', 'v  ', x'deadbeef', x'00ff', '2024-02-29', '2024-02-29 23:59:59.123456', '2024-02-29 23:59:59.123456',
   '838:59:59', 2024, b'101010101010', '00000000-0000-0000-0000-000000000001'),
  (2, -1, 16777217, 1e300, -0.0000000001, '', '', null, 'a', '', '', '', '', '', '0000-00-00', '2024-00-15', '0000-00-00',
   '-01:00:00.5', 1901, 0, null);
insert into odd(id) values (3);
select 1`;

test.skipIf(unavailable !== undefined)(
  "what passes through Trino is what it is without it, or an error",
  async () => {
    await postgres.query(POSTGRES_ODD);
    await mariadb.query(`use ${mariadb.database}; ${MARIADB_ODD}`);
    const project = await projectOf(`
  - { name: crm odd, source: ref(pg), sql: "select * from odd -- all" }
  - { name: erp odd, source: ref(my), sql: "select * from ${mariadb.database}.odd;" }
  - { name: crm here, models: [ref(crm odd)], sql: 'select * from "crm odd"' }
  - { name: crm there, models: [ref(crm odd)], engine: ref(far), sql: 'select * from "crm odd"' }
  - { name: erp here, models: [ref(erp odd)], sql: 'select * from "erp odd"' }
  - { name: erp there, models: [ref(erp odd)], engine: ref(far), sql: 'select * from "erp odd"' }
  - { name: erp by mysql, models: [ref(erp odd)], engine: ref(by mysql), sql: 'select * from "erp odd"' }
  - { name: apart, models: [ref(crm odd)], sql: 'select * exclude (d) from "crm odd"' }
  - { name: not sent, models: [ref(apart)], engine: ref(far), sql: select * from apart }
  - { name: sendable, models: [ref(apart)], sql: 'select * exclude (j, long) from apart' }
  - { name: sent, models: [ref(sendable)], engine: ref(far), sql: select * from sendable }
${["ts", "tz", "d", "tm"].map((name) => `  - { name: ${name}, source: ref(pg), sql: select ${name} from endless }\n  - { name: endless ${name}, models: [ref(${name})], engine: ref(far), sql: select * from ${name} }`).join("\n")}
  - { name: sums, source: ref(pg), sql: select sum(i8) as total from odd }
  - { name: unsure, models: [ref(sums)], engine: ref(far), sql: select * from sums }
  - { name: asked, source: ref(pg), sql: "select j::jsonb ? 'a' as has from odd" }
  - { name: marked, models: [ref(asked)], engine: ref(far), sql: select * from asked }
  - { name: gone, models: [ref(crm odd)], engine: ref(far), sql: 'select * from "nowhere"' }
`);
    const found = await run(project);
    const again = await runOnce(project, { selection: '"crm there",sent', reuse: true });
    for (const name of ["crm there", "sent"]) {
      const entry = again.manifest?.objects[`model:${name}`];
      expect(entry).toMatchObject({ status: "reused", engine: "far" });
    }
    expect(await found.rows("crm there")).toEqual(await found.rows("crm here"));
    expect(await found.rows("crm here")).toHaveLength(3);
    expect(await found.rows("erp there")).toEqual(await found.rows("erp here"));
    expect(await found.rows("erp by mysql")).toEqual(await found.rows("erp here"));
    expect(await found.rows("erp here")).toHaveLength(3);
    expect(await found.rows("sent")).toEqual(await found.rows("sendable"));
    expect(await found.rows("not sent")).toContain("is `json`, which Trino has no exact type for");
    for (const name of ["ts", "tz", "d", "tm"]) {
      expect(found.entry(`endless ${name}`)?.diagnostics).toMatchObject([{ code: "query-failed" }]);
    }
    expect(await found.rows("unsure")).toContain("is `numeric` without a number of digits");
    expect(await found.rows("marked")).toContain("its SQL has a `?`");
    expect(found.entry("gone")?.diagnostics).toHaveLength(1);
    await found.close();
  },
  FIRST,
);

test.skipIf(unavailable !== undefined)(
  "texts are compared as they are, whatever their database holds equal",
  async () => {
    await postgres.query(`
create collation loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
create table words(id int, loose text collate loose, padded char(3));
insert into words values (1, 'abc', 'ab'), (2, 'ABC', 'AB '), (3, 'Abd', ''), (4, null, null);
analyze words`);
    const conditions = [
      ...["= 'abc'", "<> 'abc'", "in ('ABC', 'x')", "like 'A%'", "< 'a'"].map(
        (it) => `loose ${it}`,
      ),
      ...["= 'ab'", "= 'ab '", "<> 'ab'", "in ('AB', 'x')", "< 'a'"].map((it) => `padded ${it}`),
    ];
    const merges = conditions.map((condition, at) => {
      const sql = JSON.stringify(`select id, padded from words where ${condition}`);
      return `
  - { name: here ${at}, models: [ref(words)], sql: ${sql} }
  - { name: there ${at}, models: [ref(words)], engine: ref(far), sql: ${sql} }`;
    });
    const project = await projectOf(
      `  - { name: words, source: ref(pg), sql: select * from words }${merges.join("")}`,
    );
    const found = await run(project);
    for (const [at, condition] of conditions.entries()) {
      const there = { condition, rows: await found.rows(`there ${at}`) };
      expect(there).toEqual({ condition, rows: await found.rows(`here ${at}`) });
    }
    await found.close();
    await postgres.query("drop table words; drop collation loose");
  },
  FIRST,
);

/** An expression, what DuckDB makes of it and what Trino does; `docs/guide/merges.md` names each. */
const DIFFERENT = [
  ["5 / 2", 2.5, 2],
  ["3.01 / 3", 3.01 / 3, "1.00"],
  ["date_diff('month', date '2024-01-31', date '2024-02-01')", 1, 0],
  ["extract(dow from date '2024-01-07')", 0, 7],
  ["regexp_replace('aaa', 'a', 'b')", "baa", "bbb"],
  ["greatest(1, null)", 1, null],
  ["concat('a', null)", "a", null],
  ["cast(2.5e0 as integer)", 2, 3],
  ["split_part('a,b', ',', 3)", "", null],
  ["f = f", true, false],
  ["cast(z as date)", "2024-06-01", "2024-05-31"],
  ["cast(cast(z as timestamp) as varchar) like '%.123456'", true, false],
] as const;

test.skipIf(unavailable !== undefined)(
  "what Trino means by the same words is what the guide says",
  async () => {
    const merges = DIFFERENT.map(([expression], at) => {
      const sql = JSON.stringify(`select ${expression} as x from one`);
      return `
  - { name: here ${at}, models: [ref(one)], sql: ${sql} }
  - { name: there ${at}, models: [ref(one)], engine: ref(far), sql: ${sql} }`;
    });
    const project = await projectOf(
      `  - { name: one, source: ref(pg), sql: "select 'NaN'::float8 as f, timestamptz '2024-05-31 23:00:00.123456Z' as z" }${merges.join("")}`,
    );
    const found = await run(project);
    for (const [at, [expression, here, there]] of DIFFERENT.entries()) {
      const rows = [await found.rows(`here ${at}`), await found.rows(`there ${at}`)];
      expect([expression, ...rows]).toEqual([
        expression,
        [JSON.stringify([here])],
        [JSON.stringify([there])],
      ]);
    }
    await found.close();
  },
  FIRST,
);

test.skipIf(unavailable !== undefined)(
  "a catalog whose database is gone is told once",
  async () => {
    const project = await projectOf(
      `  - { name: one, source: ref(pg), sql: select 1 as n }
  - { name: far away, models: [ref(one)], engine: ref(far), sql: select * from one }`,
      { catalogs: "{ pg: gone }" },
    );
    const found = await run(project);
    expect(found.entry("far away")?.diagnostics).toMatchObject([
      { code: "query-failed", message: expect.stringContaining("refused") },
    ]);
    await found.close();
  },
);

test.skipIf(unavailable !== undefined)(
  "what a field names and Trino does not know is told at the field",
  async () => {
    const models = `
  - { name: one, source: ref(pg), sql: select 1 as n }
  - { name: two, source: ref(my), sql: select 2 as n }
  - { name: not there, models: [ref(one)], engine: ref(far), sql: select * from one }
  - { name: no database, models: [ref(two)], engine: ref(far), sql: select * from two }`;
    const found = await run(await projectOf(models, { catalogs: "{ pg: nowhere, my: tpch }" }));
    const at = { file: "headwater.yml", start: { line: 8 } };
    expect(found.entry("not there")?.diagnostics).toMatchObject([
      { code: "source-catalog-unknown", message: expect.stringContaining("`nowhere`"), at },
    ]);
    expect(found.entry("no database")?.diagnostics).toMatchObject([
      { code: "merge-model-not-sent", message: expect.stringContaining("`tpch`"), at },
    ]);
    await found.close();
    const zoned = await run(await projectOf(models, { zone: "EST" }));
    expect(zoned.entry("not there")?.diagnostics).toMatchObject([
      {
        code: "source-zone-refused",
        message: expect.stringContaining("`EST`"),
        at: { file: "headwater.yml", start: { line: 3 } },
      },
    ]);
    await zoned.close();
    const set = await run(await projectOf(models, { more: ", session_properties: { nope: 1 }" }));
    expect(set.entry("not there")?.diagnostics).toMatchObject([
      { code: "source-property-refused", at: { file: "headwater.yml", start: { line: 8 } } },
    ]);
    await set.close();
    await mariadb.query(`create table ${mariadb.database}.bare(id int); select 1`);
    const bare = await run(
      await projectOf(`
  - { name: bare, source: ref(my), sql: select id from bare }
  - { name: nowhere, models: [ref(bare)], engine: ref(far), sql: select * from bare }`),
    );
    expect(bare.entry("nowhere")?.diagnostics).toMatchObject([
      { code: "query-failed", hint: expect.stringContaining("`bare` by `erp`") },
    ]);
    await bare.close();
  },
  FIRST,
);

test.skipIf(unavailable !== undefined)(
  "instants are what they are in a zone whose hours come twice, and a catalog's days are its own",
  async () => {
    await postgres.query(`
create table moments as select i as id, timestamptz '2024-10-27 00:30+00' + i * interval '1 min' as z from generate_series(0, 999) i;
analyze moments`);
    await mariadb.query(`
use ${mariadb.database};
set time_zone = '+00:00';
create table moments(id int, ts timestamp(6) null);
insert into moments values (1, '2024-10-27 00:30:00.5'), (2, '2024-10-27 01:30:00.5'), (3, null);
select 1`);
    const models = `
  - { name: days, source: ref(pg), sql: "select id, z::date as day from moments" }
  - { name: pg moments, source: ref(pg), sql: select z from moments }
  - { name: my moments, source: ref(my), sql: "select id, ts from ${mariadb.database}.moments" }
  - { name: ids, source: ref(my), sql: "select id from ${mariadb.database}.moments" }
  - { name: chosen, engine: auto, models: [ref(days), ref(ids)], sql: "select day, count(*) as n from days join ids using (id) group by day" }
${["pg moments", "my moments"].map((name) => `  - { name: here ${name}, models: [ref(${name})], sql: 'select * from "${name}"' }\n  - { name: there ${name}, models: [ref(${name}), ref(${name})], engine: ref(far), sql: 'select * from "${name}"' }`).join("\n")}`;
    const berlin = await run(await projectOf(models));
    for (const name of ["pg moments", "my moments"]) {
      expect(await berlin.rows(`there ${name}`)).toEqual(await berlin.rows(`here ${name}`));
    }
    expect(berlin.entry("chosen")?.choice?.held).toContainEqual({
      engine: "far",
      because: "the database of `pg` counts days in another time zone by way of the catalog `crm`",
    });
    await berlin.close();
    const utc = await run(await projectOf(models, { zone: "UTC" }));
    expect(utc.entry("chosen")).toMatchObject({ engine: "far", choice: { held: [] } });
    await utc.close();
  },
  FIRST,
);

test.skipIf(unavailable !== undefined)(
  "no statement changes anything by way of Trino",
  async () => {
    const items =
      "create table items(id int, label varchar(9)); insert into items values (1, 'one')";
    await postgres.query(`${items}; create sequence counter`);
    await mariadb.query(
      `use ${mariadb.database}; ${items}; create sequence counter; create procedure wipe() delete from items; select 1`,
    );
    await trino.query(
      "create table if not exists memory.default.items as select 1 as id, 'one' as label",
    );
    const fingerprint = async () =>
      JSON.stringify([
        await postgres.query("select * from items, counter"),
        await postgres.query("select count(*) from pg_class"),
        await mariadb.query(`select * from ${mariadb.database}.items`),
        await mariadb.query(`select next_not_cached_value from ${mariadb.database}.counter`),
        await mariadb.query(`show tables from ${mariadb.database}`),
        await trino.query("select * from memory.default.items"),
        await trino.query("show tables from memory.default"),
      ]);
    const at = { pg: HOSTILE.postgresql, my: HOSTILE.mysql, far: HOSTILE.trino };
    const children = Object.entries(at).flatMap(([source, all]) =>
      all
        .filter((sql) => !/^(?:--|#|\/\* only|$)/.test(sql))
        .map((sql, index) => ({ name: `${source} ${index}`, source, sql })),
    );
    const merges = HOSTILE.trino.filter((sql) => sql !== "" && !sql.startsWith("/* only"));
    const own = merges.map((sql, index) => ({ name: `own ${index}`, sql }));
    const project = await projectOf(
      [
        ...children.flatMap(({ name, source, sql }) => [
          `  - { name: ${name}, source: ref(${source}), sql: ${JSON.stringify(sql)} }`,
          `  - { name: over ${name}, models: [ref(${name})], engine: ref(far), sql: ${JSON.stringify(`select * from "${name}"`)} }`,
        ]),
        "  - { name: one, source: ref(pg), sql: select 1 as n }",
        ...own.map(
          ({ name, sql }) =>
            `  - { name: over ${name}, models: [ref(one)], engine: ref(far), sql: ${JSON.stringify(sql)} }`,
        ),
      ].join("\n"),
    );
    const before = await fingerprint();
    const found = await run(project);
    const all = [...children, ...own];
    expect(all.length).toBeGreaterThan(90);
    const ran = all.filter(({ name }) => found.entry(`over ${name}`)?.artifact !== undefined);
    expect(await fingerprint()).toBe(before);
    expect(ran).toEqual([]);
    await found.close();
  },
  FIRST,
);

test.skipIf(unavailable !== undefined)(
  `${COUNT} random merges on Trino are what they are in DuckDB`,
  async () => {
    const tables = ["t0", "t1", "t2"];
    const seeds = Array.from({ length: COUNT }, (_, at) => SEED + at);
    const merges = seeds.map((seed) => randomMerge(createRandom(seed), tables, "common"));
    const columns = "id, k, g, s, d, ts, amount, f";
    const project = await projectOf(`
  - { name: t0, source: ref(my), sql: "select ${columns} from ${mariadb.database}.t0" }
  - { name: t1, source: ref(pg), sql: "select ${columns} from t1" }
  - { name: t2, source: ref(lite), sql: "select ${columns} from t2" }
${merges
  .map((sql, at) => {
    const fields = `models: [ref(t0), ref(t1), ref(t2)], sql: ${JSON.stringify(sql)}`;
    return `  - { name: here ${at}, ${fields} }\n  - { name: there ${at}, engine: ref(far), ${fields} }`;
  })
  .join("\n")}`);
    await fillMariadb(mariadb, "t0", randomRows(1, 20));
    await fillPostgres(postgres, "t1", randomRows(2, 320));
    fillSqlite(join(project.root, "lite.sqlite"), "t2", randomRows(3, 80));
    const found = await run(project);
    const different: unknown[] = [];
    const refused: unknown[] = [];
    for (const [at, sql] of merges.entries()) {
      const [here, there] = [await found.rows(`here ${at}`), await found.rows(`there ${at}`)];
      if (typeof there === "string") refused.push({ sql, there });
      else if (JSON.stringify(here) !== JSON.stringify(there)) {
        different.push({ seed: SEED + at, sql, here: here.slice(0, 3), there: there.slice(0, 3) });
      }
    }
    await found.close();
    expect(different).toEqual([]);
    expect(refused.slice(COUNT * 0.05)).toEqual([]);
  },
  3_600_000,
);
