import { expect, test } from "vitest";
import { firstWord } from "./first-word.js";

test.each([
  ["select 1", "select"],
  ["  ((SELECT 1))", "select"],
  ["-- drop\n# delete\n/* insert */ show tables", "show"],
  ["--1", ""],
  ["/*! delete from t */", ""],
  ["/*M! delete from t */", ""],
  ["", ""],
  ["-- nothing", ""],
])("%j begins with %j", (sql, word) => {
  expect(firstWord(sql)).toBe(word);
});
