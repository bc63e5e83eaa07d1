import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Relation } from "../../rows/relation.js";
import { attachDatabases } from "../../duckdb/attach.js";
import { DuckDbDatabase } from "../../duckdb/database.js";
import { inPlaceRelation } from "./in-place.js";

let folder: string;
let shops = 0;
const open: DuckDbDatabase[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "headwater-in-place-"));
});
afterAll(async () => {
  for (const database of open) database.close();
  await rm(folder, { recursive: true });
});

/** A shop of orders and people, and what a test adds to it. */
async function shop(...more: readonly string[]): Promise<string> {
  shops += 1;
  const file = join(folder, `${shops}`, "shop.duckdb");
  await mkdir(dirname(file));
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  for (const statement of [
    "CREATE TABLE orders AS SELECT i AS id, i % 3 AS person, i * 1.5::decimal(9,2) AS amount FROM range(50) t(i)",
    "CREATE SCHEMA crm; CREATE TABLE crm.people AS SELECT i AS id, 'person ' || i AS name FROM range(3) t(i)",
    `CREATE TABLE "Größe ""x""" AS SELECT 1 AS a`,
    ...more,
  ]) {
    await connection.run(statement);
  }
  connection.closeSync();
  instance.closeSync();
  return file;
}

async function openFile(file: string): Promise<DuckDbDatabase> {
  const database = await DuckDbDatabase.open({ file });
  open.push(database);
  return database;
}

async function relationOf(file: string, sql: string): Promise<Relation | undefined> {
  const connection = await (await openFile(file)).connect();
  try {
    return await inPlaceRelation(connection, sql, file);
  } finally {
    connection.close();
  }
}

/**
 * Rows of a query in the database itself, and of its relation in an instance that knows nothing
 * else.
 */
async function bothWays(file: string, sql: string) {
  const relation = await relationOf(file, sql);
  if (!relation) throw new Error(`It cannot be scanned in place: ${sql}`);
  const elsewhere = await DuckDbDatabase.open({
    prepare: (connection) => attachDatabases(connection, relation.databases ?? []),
  });
  open.push(elsewhere);
  const there = await (await openFile(file)).connect();
  const here = await elsewhere.connect();
  const rows = { there: await there.rows(sql), here: await here.rows(relation.sql) };
  there.close();
  here.close();
  return rows;
}

test.for([
  "SELECT id, amount FROM orders ORDER BY id -- all of them",
  "FROM orders WHERE person = 1 ORDER BY ALL",
  "SELECT 'größer' AS ü, o.id, p.name FROM orders AS o JOIN crm.people p ON p.id = o.person ORDER BY 2;",
  `SELECT /* FROM orders */ main.orders.id FROM main . orders, "orders" b WHERE b.id = orders.id ORDER BY 1`,
  `SELECT "Größe ""x""".a, (SELECT max(id) FROM Orders) FROM "größe ""x"""`,
  "WITH few AS (SELECT * FROM orders LIMIT 5), o AS (FROM few) SELECT (SELECT count(*) FROM o), id FROM few",
  "SELECT id FROM orders UNION ALL (SELECT id FROM crm.people) ORDER BY 1",
  "SELECT * FROM (VALUES (1)) v(n), LATERAL (SELECT count(*) FROM orders WHERE id > n)",
  "SELECT id, list(amount ORDER BY id) OVER (PARTITION BY person ORDER BY id)::VARCHAR AS l FROM orders ORDER BY ALL",
  "WITH RECURSIVE up(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM up, crm.people WHERE people.id = n) FROM up ORDER BY n",
  "SELECT a FROM orders_of_three ORDER BY a",
])("scanned from elsewhere, a query yields what it yields in its database: %s", async (sql) => {
  const file = await shop(
    "CREATE VIEW orders_of_three AS SELECT orders.id AS a FROM orders JOIN crm.people p ON p.id = person AND p.id = 2",
  );
  const { here, there } = await bothWays(file, sql);
  expect(there.length).toBeGreaterThan(0);
  expect(here).toEqual(there);
});

test.for([
  ["random()", "SELECT id, random() AS r FROM orders"],
  ["a sample", "SELECT id FROM orders USING SAMPLE 10 ROWS"],
  ["the database's name", "SELECT current_database() AS d FROM orders"],
  ["the catalogue", "SELECT table_name FROM information_schema.tables"],
  ["a table function", "SELECT * FROM duckdb_tables()"],
  ["the description of a table", "SELECT * FROM (DESCRIBE orders)"],
  ["a name that is a table or not", "WITH orders AS (FROM crm.people) FROM orders"],
  ["the database in a column's name", `SELECT shop.main.orders.id FROM orders`],
  ["a view of random numbers", "FROM dice"],
])("a query with %s runs in its database", async ([, sql = ""]) => {
  const file = await shop("CREATE VIEW dice AS SELECT random() AS r FROM range(6)");
  expect(await relationOf(file, sql)).toBeUndefined();
});

test("where macros are defined, names may hide anything: queries run in their database", async () => {
  const file = await shop("CREATE MACRO upper(x) AS lower(x)");
  expect(await relationOf(file, "SELECT upper(name) AS n FROM crm.people")).toBeUndefined();
});

test("types of the database's own are read in place, and named only there", async () => {
  const file = await shop(
    "CREATE TYPE mood AS ENUM ('good', 'bad'); CREATE TABLE days AS SELECT 'bad'::mood AS m",
  );
  expect((await bothWays(file, "SELECT m::VARCHAR AS m FROM days WHERE m = 'bad'")).here).toEqual([
    ["bad"],
  ]);
  expect(await relationOf(file, "SELECT 'good'::mood AS m")).toBeUndefined();
});
