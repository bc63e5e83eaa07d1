import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { afterAll, expect, test } from "vitest";
import { BATCH_ROWS } from "../../src/rows/batch.js";
import type { Source } from "../../src/sources/contract.js";
import { sqlite } from "../../src/sources/sqlite/config.js";
import { sqliteSource } from "../../src/sources/sqlite/index.js";
import { collect, refusal } from "./collect.js";
import { behavesLikeConnector } from "./connector.js";
import { SQLITE_MIXED, SQLITE_VALUES } from "./sqlite-values.js";

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true });
});

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "headwater-sqlite-"));
  folders.push(folder);
  return folder;
}

/** A file with these statements run in it. */
async function database(sql: string): Promise<string> {
  const file = join(await temporaryFolder(), "shop.db");
  const db = new DatabaseSync(file);
  db.exec(sql);
  db.close();
  return file;
}

async function open(file: string, fields: Record<string, unknown> = {}): Promise<Source> {
  const config = sqlite.config.parse({ database: file, ...fields });
  return sqliteSource.open(config, { name: "shop", queryTag: "headwater/tests", secrets: [] });
}

/** A column `v` of one declared type with these values, as it arrives. */
async function column(declared: string, values: readonly string[]) {
  const rows = values.map((value) => `(${value})`).join(", ");
  const file = await database(`create table t(v ${declared}); insert into t values ${rows}`);
  const {
    columns,
    values: seen,
    contradictions,
    warnings,
  } = await collect(await open(file), "select v from t");
  return { type: columns[0]?.type, values: seen[0], contradictions, warnings };
}

behavesLikeConnector("sqlite", async () => {
  const file = await database(
    "create table items(id integer primary key, label text); insert into items values (1, 'one')",
  );
  const folder = join(file, "..");
  return {
    open: () => open(file),
    sql: {
      numbers: (rows) =>
        `with recursive s(n) as (select 1 union all select n + 1 from s where n < ${rows}) select n from s`,
      empty: "select id, label from items where false; -- nothing",
      emptyAndNull: "select '' as a, null as b",
      sameNameTwice: "select 1 as a, 2 as a",
      unknownColumn: "select nowhere from items",
      syntaxError: "select from where",
      refused: [
        "insert into items values (2, 'two') returning id",
        "delete from items",
        "with x as (select 1) delete from items returning id",
        "drop table items",
        "create temp table t as select 1",
        "select 1; delete from items",
        "attach 'other.db' as other",
        `attach '${join(folder, "other.db")}' as other`,
        `vacuum into '${join(folder, "copy.db")}'`,
        "pragma journal_mode = wal",
        "pragma user_version = 7",
        "pragma writable_schema(1)",
        "select load_extension('x')",
        "begin",
        "reindex",
        "",
        "-- nothing",
      ],
    },
    table: { schema: "main", name: "items", columns: ["id", "label"] },
    fingerprint: async () =>
      createHash("sha256").update(readFileSync(file)).digest("hex") + readdirSync(folder).join(),
    close: async () => {},
  };
});

test.each(SQLITE_VALUES)(
  "%s with %j arrives as it is",
  async (declared, values, type, expected) => {
    expect(await column(declared, values)).toEqual({
      type,
      values: expected,
      contradictions: [],
      warnings: [],
    });
  },
);

test.each(SQLITE_MIXED)(
  "%s with %j is read as text",
  async (declared, values, expected, reason) => {
    const seen = await column(declared, values);
    expect({ type: seen.type, values: seen.values }).toEqual({ type: "text", values: expected });
    expect(seen.contradictions.map(({ message }) => message)).toEqual([reason]);
  },
);

test.each(["integer", "real", "decimal(12,2)", "boolean"])(
  "text in a column that is declared %s comes whole",
  async (declared) => {
    const { type, values } = await column(declared, ["'a' || char(0) || 'b'", "'c'"]);
    expect({ type, values }).toEqual({ type: "text", values: ["a\0b", "c"] });
  },
);

test("a late text among integers restarts the column", async () => {
  const file = await database(
    `create table t(v); with recursive s(n) as (select 1 union all select n + 1 from s where n < ${2 * BATCH_ROWS})
     insert into t select n from s; insert into t values ('late')`,
  );
  const { columns, rows, values, contradictions } = await collect(
    await open(file),
    "select v from t",
  );
  expect(contradictions).toHaveLength(1);
  expect({ type: columns[0]?.type, rows, last: values[0]?.at(-1) }).toEqual({
    type: "text",
    rows: 2 * BATCH_ROWS + 1,
    last: "late",
  });
});

test("bytes that are not UTF-8 are reported", async () => {
  const texts = ["cast(x'61ff62' as text)", "cast(x'6100ff' as text)", "'fine'"];
  const seen = await column("text", texts);
  expect(seen.values).toEqual(["a\uFFFDb", "a\0\uFFFD", "fine"]);
  expect(seen.warnings.map(({ code }) => code)).toEqual(["text-repaired"]);
});

test("ORDER BY and LIMIT hold behind the guard for NUL", async () => {
  const file = await database("create table t(v text); insert into t values ('b'), ('a'), ('c')");
  const { values } = await collect(
    await open(file),
    "select v from t order by v desc limit 2 -- two",
  );
  expect(values).toEqual([["c", "b"]]);
});

test("full-text tables and views can be read", async () => {
  const file = await database(
    `create virtual table notes using fts5(body); insert into notes values ('red fox'), ('blue sea');
     create view seen as select body from notes where notes match 'fox'`,
  );
  expect((await collect(await open(file), "select * from seen")).values).toEqual([["red fox"]]);
});

test("R*Tree tables and what tells of them can be read, and not written", async () => {
  const sql = `create virtual table "r 1" using rtree(id, x0, x1);
    insert into "r 1" values (1, 0, 1), (2, 5, 6);`;
  const source = await open(await database(sql), {
    attach: [{ schema_name: "other", database: await database(sql) }],
  });
  for (const schema of ["main", "other"]) {
    const { values } = await collect(source, `select id from ${schema}."r 1" where x0 > 4`);
    expect(values).toEqual([[2]]);
  }
  expect((await collect(source, "select name from pragma_table_info('r 1')")).values).toEqual([
    ["id", "x0", "x1"],
  ]);
  const sqlThatWrites = `with t as (select 1) insert into "r 1" select 9, 9, 9`;
  const wrote = await refusal(collect(source, sqlThatWrites));
  expect(wrote.code).toBe("query-would-write");
});

test("attached files are schemas of their own", async () => {
  const other = await database("create table t(v); insert into t values (2)");
  const third = await database("create table t(v); insert into t values (3)");
  const file = await database("create table t(v); insert into t values (1)");
  const source = await open(file, {
    attach: [
      { schema_name: "other one", database: other },
      { schema_name: "third", source: { name: "x", type: "sqlite", database: third } },
    ],
  });
  const sql = `select (select v from t) as a, (select v from "other one".t) as b, (select v from third.t) as c`;
  expect((await collect(source, sql)).values).toEqual([[1], [2], [3]]);
  expect((await source.catalog()).map(({ name }) => name)).toEqual(["main", "other one", "third"]);
});

test("after_connect may change how is read, and nothing else", async () => {
  const file = await database("create table t(v); insert into t values ('A')");
  const source = await open(file, { after_connect: "pragma case_sensitive_like = on" });
  expect((await collect(source, "select count(*) as n from t where v like 'a'")).values).toEqual([
    [0],
  ]);
  for (const after_connect of [
    "pragma journal_mode = wal",
    "delete from t",
    "select 1; select 2",
  ]) {
    const writing = await open(file, { after_connect });
    expect((await refusal(collect(writing, "select 1"))).severity).toBe("error");
  }
});

test("a missing file is not created, and what is no database is said", async () => {
  const folder = await temporaryFolder();
  const missing = join(folder, "none.db");
  expect((await refusal(collect(await open(missing), "select 1"))).code).toBe("file-not-found");
  const text = join(folder, "text.db");
  await writeFile(text, "not a database at all, but long enough to have a header of its own");
  expect(await refusal(collect(await open(text), "select 1"))).toMatchObject({
    code: "file-of-other-kind",
    message: expect.stringContaining("not a SQLite database"),
  });
  const stages = [];
  for await (const stage of (await open(missing)).check()) stages.push([stage.stage, stage.ok]);
  expect(stages).toEqual([
    ["settings", true],
    ["connect", false],
  ]);
  expect(readdirSync(folder)).toEqual(["text.db"]);
});

test("a file that another program writes to is said to be locked", async () => {
  const file = await database("create table t(v)");
  const writer = new DatabaseSync(file);
  writer.exec("begin exclusive");
  const said = await refusal(collect(await open(file), "select * from t"));
  writer.exec("rollback");
  writer.close();
  expect(said.code).toBe("source-locked");
});

test("a file with a damaged page is told as such when its rows are read", async () => {
  const file = await database(
    `create table t as with recursive r(n) as (select 1 union all select n + 1 from r where n < 2000)
      select n, 'row ' || n as label from r`,
  );
  const bytes = readFileSync(file);
  await writeFile(file, bytes.fill(0, 3 * 4096, 4 * 4096));
  expect(await refusal(collect(await open(file), "select * from t"))).toMatchObject({
    code: "file-not-readable",
    message: expect.stringContaining("malformed"),
    hint: expect.stringContaining("damaged"),
  });
});
