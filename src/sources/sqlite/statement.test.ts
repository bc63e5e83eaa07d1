import { expect, test } from "vitest";
import { readStatement } from "./statement.js";

test("a semicolon at the end is no second statement, nor is a comment behind it", () => {
  expect(readStatement("select 1;")).toEqual({ text: "select 1", word: "SELECT", count: 1 });
  expect(readStatement("select 1 ; -- done; really\n/* ; */ ")).toMatchObject({ count: 1 });
});

test("semicolons in quotes and comments do not count", () => {
  const sql = `with a as (select ';''' as ";", [;], \`;\` from t /* ; */ -- ;\n) select * from a`;
  expect(readStatement(sql)).toEqual({ text: sql, word: "WITH", count: 1 });
});

test("further statements are counted", () => {
  expect(readStatement("/* x */ pragma a; drop table t; ;select 2")).toEqual({
    text: "/* x */ pragma a",
    word: "PRAGMA",
    count: 3,
  });
});

test("nothing but comments is no statement", () => {
  expect(readStatement(" -- only words")).toEqual({ text: "", word: "", count: 0 });
  expect(readStatement("/* open")).toEqual({ text: "", word: "", count: 0 });
});
