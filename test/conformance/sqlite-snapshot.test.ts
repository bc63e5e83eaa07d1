/** SQLite in WebAssembly beside the native driver: the same values, warnings and refusals. */
import { mkdtempSync, rmSync } from "node:fs";
import { stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { afterAll, expect, test } from "vitest";
import { TypeContradiction, type RowStream, type StreamOptions } from "../../src/rows/stream.js";
import type { Source } from "../../src/sources/contract.js";
import { sqlite } from "../../src/sources/sqlite/config.js";
import { sqliteSource } from "../../src/sources/sqlite/index.js";
import type { Guard } from "../../src/sources/sqlite/snapshot/guard.js";
import { isComplete } from "../../src/sources/sqlite/snapshot/held-file.js";
import { streamSnapshot } from "../../src/sources/sqlite/snapshot/stream-snapshot.js";
import { commandOf, descendantsOf } from "../support/processes.js";
import type { Collected } from "../../src/sources/conformance.js";
import { collect } from "./collect.js";
import { SQLITE_MIXED, SQLITE_VALUES } from "./sqlite-values.js";

const folder = mkdtempSync(join(tmpdir(), "headwater-sqlite-"));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

function database(sql: string): string {
  const file = join(folder, `${files++}.sqlite`);
  const db = new DatabaseSync(file);
  db.exec(sql);
  db.close();
  return file;
}

function open(file: string): Promise<Source> {
  const config = sqlite.config.parse({ database: file });
  return sqliteSource.open(config, { name: "shop", queryTag: "headwater/tests", secrets: [] });
}

/** Nobody else writes to the files here. */
async function noGuard(file: string): Promise<Guard> {
  const { dev, ino } = await stat(file);
  const db = new DatabaseSync(":memory:");
  const { version } = db.prepare("SELECT sqlite_source_id() AS version").get() as {
    version: string;
  };
  db.close();
  return {
    file: { device: String(dev), inode: String(ino) },
    version,
    holds: async () => true,
    end: () => undefined,
  };
}

/** A source whose streams come from WebAssembly alone, with the columns that the driver finds. */
async function snapshotSource(file: string): Promise<Source> {
  const source = await open(file);
  const stream = async (sql: string, options: StreamOptions): Promise<RowStream> => {
    const { columns, batches } = await source.stream(sql, options);
    for await (const _ of batches) break;
    const found = await streamSnapshot(file, sql, columns, options, noGuard);
    if (!found) throw new Error("not read here");
    return found;
  };
  return Object.assign(Object.create(source), { stream }) as Source;
}

function withoutBatches({ columns, values, contradictions, warnings }: Collected) {
  return { columns, values, contradictions, warnings };
}

test("values of every kind are the same", async () => {
  const all = [...SQLITE_VALUES, ...SQLITE_MIXED];
  const file = database(
    all
      .map(([declared, values], index) => {
        const rows = values.map((value) => `(${value})`).join(", ");
        return `create table t${index}(v ${declared}); insert into t${index} values ${rows}`;
      })
      .join(";"),
  );
  const [driver, snapshot] = [await open(file), await snapshotSource(file)];
  for (const index of all.keys()) {
    const sql = `select v from t${index}`;
    expect(withoutBatches(await collect(snapshot, sql)), sql).toEqual(
      withoutBatches(await collect(driver, sql)),
    );
  }
});

test("expressions, functions and joins are the same", async () => {
  const file = database(
    `create table a(id integer primary key, name text, price real, note);
     create table b(a integer, amount decimal(10,2)); create index b_a on b(a);
     insert into a values (1, 'Zürich', 0.1, 'x'), (2, 'ÉCOLE % _', 1e300, 2.5), (3, null, -0.0, x'00ff'), (4, '', 123456789.123456789, 9007199254740993);
     insert into b values (1, 10), (1, 12.55), (3, 0.005), (9, 1)`,
  );
  const [driver, snapshot] = [await open(file), await snapshotSource(file)];
  for (const sql of [
    "select a.*, b.amount * 2 + 0.1 as double from a join b on b.a = a.id where amount > 0.004",
    "select upper(name) u, substr(name, 2, 3) s, length(note) l, typeof(note) t, hex(note) h from a",
    "select price || '' as p, printf('%.3f|%d|%s', price, price, note) f, round(price, 2) r from a",
    "select cast(price as text) t, cast(name as integer) i, cast(note as real) r, abs(price) a from a",
    "select coalesce(name, 'none') n, case when price > 1 then 'dear' else price end c from a",
    "select id / 2 d, id % 2 m, price / 3 p, id << 62 s, -id n, id = 1 is_first from a where name like 'z%' or name glob '*' or name is null",
    "with c as (select id, replace(name, 'É', 'E') n from a) select n, 9223372036854775807 big from c -- end",
    "values (1, 'a'), (2, null)",
    "select rowid, a.note from a where id in (select a from b) or id = 4",
  ]) {
    const seen = await collect(snapshot, sql).catch((error: Error) => error.message);
    if (typeof seen === "string") expect(seen, sql).toBe("not read here");
    else expect(withoutBatches(seen), sql).toEqual(withoutBatches(await collect(driver, sql)));
  }
});

test("rows of a usual kind with others between them keep their order and their values", async () => {
  const file = database(
    `create table t(id integer, amount decimal(12,2), name text, paid boolean, day date, at timestamp, raw blob);
     with recursive n(i) as (select 1 union all select i + 1 from n where i < 5000)
     insert into t select i,
       case when i % 97 = 0 then 4611686018427387904 when i % 7 = 0 then null else i / 8.0 end,
       case when i % 1023 = 0 then hex(zeroblob(600000)) when i % 11 = 0 then null
         when i % 13 = 0 then '' else printf('naïve %d 東京', i) end,
       case when i % 5 = 0 then null else i % 2 end,
       case when i % 17 = 0 then null else date(i * 86400, 'unixepoch') end,
       case when i % 19 = 0 then null else strftime('%Y-%m-%d %H:%M:%f', i * 7777.123, 'unixepoch') end,
       case when i % 23 = 0 then null else randomblob(i % 40) end
     from n`,
  );
  const [driver, snapshot] = [await open(file), await snapshotSource(file)];
  for (const sql of [
    "select * from t",
    // The last block is full, and the next row is one that goes as values.
    "select id, amount, name from t where id <= 2048 or id = 2134",
    // A column becomes text at its first other value.
    "select id, case when id < 3000 then day else name end as day from t where name is not null",
    "select case when id = 4999 then 'x' else id end as id, paid from t",
  ]) {
    const [seen, expected] = [await collect(snapshot, sql), await collect(driver, sql)];
    expect(withoutBatches(seen), sql).toEqual(withoutBatches(expected));
  }
});

test("what keeps rows, calls what differs or needs more than the file is not read here", async () => {
  const file = database(
    `create table t(v); insert into t values (2), (1);
     create virtual table notes using fts5(body); insert into notes values ('red fox')`,
  );
  const snapshot = await snapshotSource(file);
  for (const sql of [
    "select v from t order by v",
    "select distinct v from t",
    "select count(*) from t",
    "select random() from t",
    "select datetime('now', 'localtime') from t",
    "select sin(v) from t",
    "select v from t limit 1",
    "select body from notes",
    "select value from json_each('[1]')",
    "pragma table_info(t)",
  ]) {
    await expect(collect(snapshot, sql), sql).rejects.toThrow("not read here");
  }
});

test("files in another encoding, or with rows in a log, are not read here", async () => {
  const wide = database(
    "pragma encoding = 'UTF-16'; create table t(v); insert into t values ('é')",
  );
  expect(await isComplete(wide)).toBe(false);

  const logged = database("pragma journal_mode = wal; create table t(v); insert into t values (1)");
  expect(await isComplete(logged)).toBe(false);
  const writer = new DatabaseSync(logged);
  writer.exec("insert into t values (2)");
  expect(await isComplete(logged)).toBe(false);
  writer.exec("pragma wal_checkpoint(passive)");
  expect(await isComplete(logged)).toBe(true);
  expect((await collect(await snapshotSource(logged), "select v from t")).values).toEqual([[1, 2]]);
  writer.close();
});

test("bytes that are not UTF-8 are reported", async () => {
  const file = database(
    "create table t(v text); insert into t values (cast(x'61ff62' as text)), ('é')",
  );
  const seen = await collect(await snapshotSource(file), "select v from t");
  expect(seen.values).toEqual([["a\uFFFDb", "é"]]);
  expect(seen.warnings.map(({ code }) => code)).toEqual(["text-repaired"]);
});

test.skipIf(process.platform !== "linux")(
  "a large file is read in this way by whoever wants all rows, and its guard goes with them",
  async () => {
    const rows = 80_000;
    const file = database(
      `pragma journal_mode = off; create table t(id integer primary key, v, note text);
       with recursive s(n) as (select 1 union all select n + 1 from s where n < ${rows})
       insert into t select n, n, substr('${"x".repeat(500)}', 1, 450 + n % 20) || n from s;
       create table late as select id, case id when 60000 then 'late' else v end as v from t`,
    );
    const source = await open(file);
    const signal = new AbortController().signal;
    const read = async (sql: string, options: Partial<StreamOptions>) => {
      const { batches } = await source.stream(sql, { signal, toTheEnd: true, ...options });
      let [sum, guards] = [0, 0];
      for await (const batch of batches) {
        sum += batch.rows;
        guards = guardsOfThis();
      }
      return { sum, guards };
    };
    expect(await read("select * from t", {})).toEqual({ sum: rows, guards: 1 });
    expect(await read("select * from t", { toTheEnd: false })).toEqual({ sum: rows, guards: 0 });
    const late = "select id, v from late";
    await expect(read(late, {})).rejects.toBeInstanceOf(TypeContradiction);
    expect(await read(late, { asText: new Set([1]) })).toEqual({ sum: rows, guards: 1 });
    const stop = new AbortController();
    const stopped = await source.stream("select * from t", { signal: stop.signal, toTheEnd: true });
    const reading = (async () => {
      for await (const _ of stopped.batches) stop.abort();
    })();
    await expect(reading).rejects.toThrow("Stopped");
    await expect.poll(guardsOfThis).toBe(0);
  },
);

function guardsOfThis(): number {
  return descendantsOf(process.pid).filter((pid) => commandOf(pid).includes("sqlite-guard-main"))
    .length;
}
