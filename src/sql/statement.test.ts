import { expect, test } from "vitest";
import { dialects } from "./dialects.js";
import { firstStatement, withoutSemicolons } from "./statement.js";

test.each([
  ["select 1", "select 1"],
  ["select ';' -- ;", "select ';' -- ;"],
  ["select 1; -- the end;", "select 1 -- the end;"],
  ["select 1 ; /* a */ ;\n", "select 1  /* a */ \n"],
  ["select 1; select 2;", "select 1; select 2"],
  ["select 'open;", "select 'open;"],
])("%j becomes %j in every dialect", (sql, expected) => {
  for (const { name } of Object.values(dialects)) {
    expect({ name, sql: withoutSemicolons(sql, dialects[name].tokenize) }).toEqual({
      name,
      sql: expected,
    });
  }
});

test("MySQL's comments count", () => {
  expect(withoutSemicolons("select 1; # the end; --", dialects.mysql.tokenize)).toBe(
    "select 1 # the end; --",
  );
});

test("a hint is a comment where it is not a hint", () => {
  expect(withoutSemicolons("select 1; /*+ the end */", dialects.sqlite.tokenize)).toBe(
    "select 1 /*+ the end */",
  );
  expect(withoutSemicolons("select 1; /*! more */", dialects.mysql.tokenize)).toBe(
    "select 1; /*! more */",
  );
});

function first(sql: string) {
  return firstStatement(sql, dialects.sqlite.tokenize);
}

test("a semicolon at the end is no second statement, nor is a comment behind it", () => {
  expect(first("select 1;")).toEqual({ text: "select 1", word: "SELECT", count: 1 });
  expect(first("select 1 ; -- done; really\n/* ; */ ")).toMatchObject({ count: 1 });
});

test("semicolons in quotes and comments do not count", () => {
  const sql = `with a as (select ';''' as ";", [;], \`;\` from t /* ; */ -- ;\n) select * from a`;
  expect(first(sql)).toEqual({ text: sql, word: "WITH", count: 1 });
});

test("further statements are counted", () => {
  expect(first("/* x */ pragma a; drop table t; ;select 2")).toEqual({
    text: "/* x */ pragma a",
    word: "PRAGMA",
    count: 3,
  });
});

test("nothing but comments is no statement", () => {
  expect(first(" -- only words")).toEqual({ text: "", word: "", count: 0 });
  expect(first("/* open")).toEqual({ text: "", word: "", count: 0 });
});

test("what cannot be read has no first statement", () => {
  expect(first("select 'open; drop table t")).toBeUndefined();
});
