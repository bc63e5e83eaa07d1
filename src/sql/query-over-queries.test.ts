import { DatabaseSync } from "@photostructure/sqlite";
import { expect, test } from "vitest";
import { queryOverQueries } from "./query-over-queries.js";

/** Models called as tables are, also as each other's. */
const QUERIES = [
  { name: "orders", sql: "select id, customer from orders where id > 1; -- few" },
  { name: "customers", sql: "select id, name, (select count(*) from orders) as n from customers" },
];
const MERGE =
  "select c.name, c.n, o.id from orders o join customers c on c.id = o.customer order by o.id desc";

test("models still see the tables that are called as they are", async () => {
  const database = new DatabaseSync(":memory:");
  database.exec(`create table orders(id, customer); insert into orders values (1, 1), (2, 1), (3, 2);
    create table customers(id, name); insert into customers values (1, 'A'), (2, 'B')`);
  const rows = async (sql: string) =>
    database
      .prepare(queryOverQueries(sql, QUERIES, "sqlite"))
      .all()
      .map((row: object) => Object.values(row));
  expect(await rows(MERGE)).toEqual([
    ["B", 3, 3],
    ["A", 3, 2],
  ]);
  expect(await rows("with x as (select * from orders) select count(*) from x;")).toEqual([[2]]);
  database.close();
});

test("elsewhere the query stays the outermost, so that its order holds", async () => {
  expect(queryOverQueries(MERGE, QUERIES, "postgresql")).toBe(`with hw_model0 as (
select id, customer from orders where id > 1 -- few
),
hw_model1 as (
select id, name, (select count(*) from orders) as n from customers
),
"orders" as (select * from hw_model0),
"customers" as (select * from hw_model1)
${MERGE}`);
});

const ONE = [{ name: "orders", sql: "select 1 as id" }];
const NAMES = `with hw_model0 as (
select 1 as id
),
"orders" as (select * from hw_model0)`;

test("names that a query defines itself follow those of the models", async () => {
  const sql =
    "WITH few(id) AS MATERIALIZED (select id from orders), x as (select 1) select id from few order by id";
  expect(queryOverQueries(sql, ONE, "postgresql")).toBe(`${NAMES},\n${sql.slice(5)}`);
});

test.for([
  ["refers to itself", "with recursive x as (select 1) select * from x"],
  [
    "defines the name of a model",
    `with x as (select 1), "Orders" as (select 2) select * from orders`,
  ],
])("a query that %s stands by itself", async ([, sql = ""]) => {
  expect(queryOverQueries(sql, ONE, "postgresql")).toBe(
    `${NAMES}\nselect * from (\n${sql}\n) as hw_merge`,
  );
});
