import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Value } from "../../contract/result.js";
import { columnValues } from "../../rows/column-values.js";
import type { CheckStage, Source } from "../contract.js";
import { SourceError } from "../../rows/stream.js";
import { loadDuckDb } from "../../duckdb/bindings.js";
import { duckdb } from "./config.js";
import { duckdbSource } from "./index.js";
import { openRetrying } from "../../duckdb/open-retrying.js";

let folder: string;
const open: Source[] = [];
const signal = new AbortController().signal;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "headwater-duckdb-"));
  await create("shop", [
    "CREATE TABLE orders AS SELECT i AS id, i * 1.5::decimal(9,2) AS amount FROM range(100000) t(i)",
    "CREATE VIEW big AS SELECT * FROM orders WHERE id > 99990",
  ]);
  await create("more", ["CREATE TABLE people AS SELECT 1 AS id, 'Ada' AS name"]);
});

afterAll(async () => {
  await Promise.all(open.map((source) => source.close()));
  await rm(folder, { recursive: true });
});

function pathOf(name: string): string {
  return join(folder, `${name}.duckdb`);
}

async function create(name: string, statements: readonly string[]): Promise<void> {
  const library = await loadDuckDb();
  const database = await library.open(pathOf(name), library.create_config());
  const connection = await library.connect(database);
  for (const statement of statements) await library.query(connection, statement);
  library.disconnect_sync(connection);
  library.close_sync(database);
}

async function sourceOf(name: string, config: Record<string, unknown> = {}): Promise<Source> {
  const parsed = duckdb.config.parse({ database: pathOf(name), ...config });
  const source = await duckdbSource.open(parsed, {
    name: "shop",
    queryTag: "headwater/test",
    secrets: [],
    temporaryDirectory: folder,
  });
  open.push(source);
  return source;
}

async function read(source: Source, sql: string): Promise<Value[][]> {
  const stream = await source.stream(sql, { signal });
  const rows: Value[][] = [];
  for await (const batch of stream.batches) {
    const columns = batch.columns.map((column) => columnValues(column, batch.rows));
    for (let row = 0; row < batch.rows; row++)
      rows.push(columns.map((values) => values[row] ?? null));
  }
  return rows;
}

async function failure(
  call: Promise<unknown>,
): Promise<{ code: string; message: string; detail?: string }> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof SourceError)) throw new Error(`Not refused: ${String(error)}`);
  return error.diagnostic;
}

test("rows of a database are streamed in batches, several statements at once", async () => {
  const source = await sourceOf("shop");
  const [all, some] = await Promise.all([
    read(source, "SELECT id, amount FROM orders"),
    read(source, "SELECT count(*) FROM big"),
  ]);
  expect(all).toHaveLength(100_000);
  expect(all[99_999]).toEqual([99_999, "149998.50"]);
  expect(some).toEqual([[9]]);
});

test("databases are attached read-only, by path or as an inline source", async () => {
  const attach = [
    { schema_name: "crm", database: pathOf("more") },
    { schema_name: "other crm", source: { name: "x", type: "duckdb", database: pathOf("more") } },
  ];
  const source = await sourceOf("shop", { attach });
  expect(
    await read(source, 'SELECT p.name, q.name FROM crm.people p, "other crm".people q'),
  ).toEqual([["Ada", "Ada"]]);
});

test("nothing is written: not the database, not another file", async () => {
  const source = await sourceOf("shop");
  const before = await readFile(pathOf("shop"));
  for (const sql of [
    "DROP TABLE orders",
    "COPY orders TO '/tmp/orders.csv'",
    "SELECT * FROM read_text('/etc/hostname')",
  ]) {
    expect(["not-a-query", "query-failed"]).toContain((await failure(read(source, sql))).code);
  }
  expect((await readFile(pathOf("shop"))).equals(before)).toBe(true);
});

test("SQL may read files in the folders that are allowed, and in no others", async () => {
  const data = join(folder, "data");
  await mkdir(data);
  await writeFile(join(data, "lands.csv"), "land\nNorway\n");
  const sql = `SELECT land FROM read_csv('${join(data, "lands.csv")}')`;
  expect(await read(await sourceOf("shop", { allow: [data] }), sql)).toEqual([["Norway"]]);
  const outside = `SELECT * FROM read_text('${join(folder, "..", "nothing")}')`;
  const { message } = await failure(read(await sourceOf("shop", { allow: [data] }), outside));
  expect(message).toMatch(/disabled|permission/i);
  // Writing there is refused all the same.
  const copy = `COPY orders TO '${join(data, "orders.csv")}'`;
  expect((await failure(read(await sourceOf("shop", { allow: [data] }), copy))).code).toBe(
    "not-a-query",
  );
});

test("an extension that is not installed is named, and not fetched", async () => {
  const source = await sourceOf("shop", { extensions: ["json", "no_such_extension"] });
  const { code, message } = await failure(read(source, "SELECT 1"));
  expect(code).toBe("duckdb-extension-missing");
  expect(message).toContain("`no_such_extension`");
  expect(await read(await sourceOf("shop", { extensions: ["json"] }), "SELECT 1")).toEqual([[1]]);
});

test("a semicolon before a comment ends a query here, too", async () => {
  const source = await sourceOf("shop");
  const sql = "select id from big where id = 99999; -- the last; one";
  expect(await read(source, sql)).toEqual([[99999]]);
  const copied = await source.copyToParquet?.(sql, join(folder, "last.parquet"), { signal });
  expect(copied?.rows).toBe(1);
});

test("a failing query carries the engine's words and the SQL", async () => {
  const { code, message, detail } = await failure(
    read(await sourceOf("shop"), "SELECT nope FROM orders"),
  );
  expect(code).toBe("query-name-unknown");
  expect(message).toBe(
    '`shop` does not know a name in the query: Referenced column "nope" not found in FROM clause!',
  );
  expect(detail).toContain("Candidate bindings");
});

test("a model is written to Parquet by the engine itself", async () => {
  const source = await sourceOf("shop");
  const path = join(folder, "orders.parquet");
  const copied = await source.copyToParquet?.(
    "SELECT id, sum(amount) AS amount FROM orders GROUP BY id",
    path,
    { signal },
  );
  expect(copied).toMatchObject({ rows: 100_000, warnings: [] });
  expect(copied?.columns.map(({ name, type }) => [name, type])).toEqual([
    ["id", "int64"],
    ["amount", "decimal(38,2)"],
  ]);
});

test("a missing file and a file of another kind are told as such", async () => {
  expect(await failure(read(await sourceOf("nope"), "SELECT 1"))).toMatchObject({
    code: "file-not-found",
  });
  await writeFile(
    pathOf("text"),
    "this is no database, but long enough to have a header of its own ".repeat(100),
  );
  const { message } = await failure(read(await sourceOf("text"), "SELECT 1"));
  expect(message).toContain("is a text, not a DuckDB database");
});

test("a file that another process holds is waited for, then its holder is named", async () => {
  const holder = join(folder, "holder.mjs");
  const bindings = import.meta.resolve("@duckdb/node-bindings");
  await writeFile(
    holder,
    `import duckdb from ${JSON.stringify(bindings)};
     globalThis.held = await duckdb.open(${JSON.stringify(pathOf("held"))}, duckdb.create_config());
     process.send("held");
     setInterval(() => undefined, 1000);`,
  );
  await create("held", ["CREATE TABLE t AS SELECT 1 AS a"]);
  const child = fork(holder, { execArgv: [] });
  await once(child, "message");
  const library = await loadDuckDb();
  const config = () => {
    const made = library.create_config();
    library.set_config(made, "access_mode", "READ_ONLY");
    return made;
  };
  const attempt = () => library.open(pathOf("held"), config());
  const locked = await failure(openRetrying(pathOf("held"), attempt, 300));
  expect(locked.code).toBe("database-locked");
  expect(locked.message).toContain(`process ${child.pid}`);
  const patient = openRetrying(pathOf("held"), attempt);
  child.kill();
  library.close_sync(await patient);
});

test("the catalogue lists schemas, tables and views with their columns", async () => {
  const source = await sourceOf("shop", {
    attach: [{ schema_name: "crm", database: pathOf("more") }],
  });
  const catalog = await source.catalog();
  expect(
    catalog.map(({ name, tables }) => [name, tables.map((table) => `${table.kind} ${table.name}`)]),
  ).toEqual([
    ["main", ["view big", "table orders"]],
    ["crm.main", ["table people"]],
  ]);
  expect(catalog[1]?.tables[0]?.columns).toEqual([
    { name: "id", nativeType: "INTEGER", type: "int32" },
    { name: "name", nativeType: "VARCHAR", type: "text" },
  ]);
});

test("the catalogue has keys and comments, and lists a view that has become invalid", async () => {
  await create("kept", [
    "CREATE TABLE orders (id INTEGER, line INTEGER, code VARCHAR UNIQUE, PRIMARY KEY (id, line))",
    "COMMENT ON TABLE orders IS 'What was sold'",
    "COMMENT ON COLUMN orders.code IS 'As on the bill'",
    "CREATE TABLE gone (a INTEGER)",
    "CREATE VIEW lost AS FROM gone",
    "DROP TABLE gone",
  ]);
  const [schema] = await (await sourceOf("kept")).catalog();
  expect(schema?.tables).toEqual([
    { name: "lost", kind: "view", columns: [] },
    {
      name: "orders",
      kind: "table",
      comment: "What was sold",
      columns: [
        { name: "id", nativeType: "INTEGER", type: "int32", key: "primary" },
        { name: "line", nativeType: "INTEGER", type: "int32", key: "primary" },
        {
          name: "code",
          nativeType: "VARCHAR",
          type: "text",
          key: "unique",
          comment: "As on the bill",
        },
      ],
    },
  ]);
});

test("check tells the file, the version and the number of tables", async () => {
  const stages: CheckStage[] = [];
  for await (const stage of (await sourceOf("shop")).check()) stages.push(stage);
  expect(stages.map(({ stage, ok }) => [stage, ok])).toEqual([
    ["settings", true],
    ["resolve", true],
    ["connect", true],
    ["query", true],
  ]);
  const missing: CheckStage[] = [];
  for await (const stage of (await sourceOf("nope")).check()) missing.push(stage);
  expect(missing.map(({ ok, diagnostic }) => [ok, diagnostic?.code])).toEqual([
    [true, undefined],
    [false, "file-not-found"],
  ]);
});
