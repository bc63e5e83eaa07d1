import { expect, test } from "vitest";
import { isQuery, refusedWord } from "./statement.js";

const passed = (text: string) => `select * from table(pg.system.query(query => '${text}'))`;

test.each([
  "select 1",
  "(select 1) union all values 2",
  "with a as (select 1) select * from a",
  "table region",
  "explain analyze select 1",
  "show tables",
  "select query from system.runtime.queries",
  passed("select * from t where a = ''it''''s''"),
  passed("with a as (select 1) select * from a"),
  "select * from table(pg.system.query('select 1'))",
  "select * from table(docs.system.query(database => 'a', collection => 'b', filter => '{}'))",
])("%s is sent", (sql) => {
  expect(refusedWord(sql)).toBeUndefined();
});

test.each([
  ["insert into t values 1", "insert"],
  ["explain create table t as select 1 as n", "create"],
  ["explain (type validate) insert into t values 1", "into"],
  ["execute immediate 'select 1'", "execute"],
  ["call pg.system.execute('drop table t')", "call"],
  [passed("delete from t"), "delete"],
  [passed("with d as (delete from t returning id) select * from d"), "delete"],
  [passed("select 1; drop table t"), "drop"],
  [passed("select * into t from u"), "into"],
  [`select * from table("pg"."SYSTEM"."Query"(query => 'drop table t'))`, "drop"],
  ["select * from table(pg.system.query('drop table t'))", "drop"],
  ["select * from table(pg.system.query(query => 'dr' || 'op table t'))", "system.query"],
  ["select * from table(pg.system.query(query => x))", "system.query"],
  ["select * from table(pg.system.query(query => U&'\\0064rop table t'))", "system.query"],
])("%s is not sent, because of `%s`", (sql, word) => {
  expect(refusedWord(sql)).toBe(word);
});

test.each([
  ["(select 1)", true],
  ["With a as (select 1) select * from a", true],
  ["show tables", false],
  ["explain select 1", false],
])("%s is a query: %s", (sql, query) => {
  expect(isQuery(sql)).toBe(query);
});
