import { expect, test } from "vitest";
import { dialects } from "./dialects.js";
import { refusedWord } from "./reading.js";

const WORDS = new Set(["select", "with", "values", "table", "show", "explain", "describe"]);

/** What no server gets to see, and the word that is told. */
const REFUSED: readonly (readonly [string, string])[] = [
  ["TRUNCATE TABLE t", "TRUNCATE"],
  ["rename table a to b", "rename"],
  ["drop table t", "drop"],
  ["alter table t add x int", "alter"],
  ["create table t as select 1", "create"],
  ["insert into t values (1) returning a", "insert"],
  ["update t set a = 1", "update"],
  ["delete from t", "delete"],
  ["merge into t using s on true when matched then delete", "merge"],
  ["replace into t values (1)", "replace"],
  ["copy t to '/tmp/x'", "copy"],
  ["do $$ begin delete from t; end $$", "do"],
  ["call p()", "call"],
  ["set x = 1", "set"],
  ["vacuum", "vacuum"],
  ["commit; drop table t", "commit"],
  ["select 1; drop table t", "drop"],
  ["/* select */ -- select\ndelete from t", "delete"],
  ["(delete from t)", "delete"],
  ["'select'", "'select'"],
  ["select * into copy_of_t from t", "into"],
  ["select 1 into outfile '/tmp/x'", "into"],
  ["with x as (delete from t returning a) select * from x", "delete"],
  ["with x as (select 1) delete from t", "delete"],
  ["WITH x AS (SELECT 1) UPDATE t SET a = 1", "UPDATE"],
  ["with x as (with y as (select 1) update t set a = 1 returning a) select * from x", "update"],
  ["with x as (insert into t values (1) returning a) select * from x", "into"],
  ["select a from (\ndelete from t returning a\n) as hw_rows", "delete"],
  ["explain analyze delete from t", "delete"],
  ["explain (analyze, buffers) update t set a = 1", "update"],
  ["explain analyze with x as (delete from t returning a) select * from x", "delete"],
  ["EXPLAIN ANALYZE EXECUTE p", "EXECUTE"],
  ["explain analyze create table x as select 1", "create"],
];

const SENT: readonly string[] = [
  "",
  "-- nothing",
  "select 1",
  "  ((SELECT 1)) union all (select 2)",
  "select 'delete from t; drop table t' as \"insert into\"",
  "select t.into, 1 as into from t",
  "select * from t for update",
  "select replace(a, 'x', 'y'), (replace(a, 'x', 'y')) from t",
  "select (update), (delete) from t",
  "with x as (select 1 as a) select * from x",
  "values (1), (2)",
  "table t",
  "show time zone",
  "explain select 1",
  "explain (analyze, format json) select 1",
  "explain analyze (select 1)",
  "explain verbose with x as (select 1) select * from x",
  "select 1;;",
];

test.each(["postgresql", "mysql"] as const)("%s: what changes data is not sent", (dialect) => {
  const { tokenize } = dialects[dialect];
  const told = REFUSED.map(([sql]) => [sql, refusedWord(sql, tokenize, WORDS)]);
  expect(told).toEqual(REFUSED.map(([sql, word]) => [sql, word]));
});

test.each(["postgresql", "mysql"] as const)("%s: what reads is sent", (dialect) => {
  const { tokenize } = dialects[dialect];
  const told = SENT.map((sql) => [sql, refusedWord(sql, tokenize, WORDS)]);
  expect(told).toEqual(SENT.map((sql) => [sql, undefined]));
});

test.each<[string, string | undefined]>([
  ["describe t", undefined],
  ["explain t", undefined],
  ["explain for connection 5", undefined],
  ["explain format = json select 1", undefined],
  ["explain format=tree delete from t", "delete"],
  ["# insert\nselect 1", undefined],
  ["/*! delete from t */", "/*!"],
  ["select 1 /*!50000 into outfile '/tmp/x' */", "into"],
  // The two readings of a backslash differ: with and without NO_BACKSLASH_ESCAPES.
  [String.raw`select '\', ' ) from t -- '`, undefined],
  [String.raw`with x as (select '\', ' ) delete from t -- '`, "delete"],
  [String.raw`truncate t -- '\', 1 '`, "truncate"],
])("MySQL: %j is refused for %j", (sql, word) => {
  expect(refusedWord(sql, dialects.mysql.tokenize, WORDS)).toBe(word);
});
