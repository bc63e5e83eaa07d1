import { expect, test } from "vitest";
import { columnNames, firstRecord, sniffDelimiter } from "./csv-header.js";

test.each<[string, string, string[]]>([
  ["a,b\n1,2\n", ",", ["a", "b"]],
  ["a", ",", ["a"]],
  ['"a,b","say ""hi""",\r\n', ",", ["a,b", 'say "hi"', ""]],
  ['"two\nlines",b\n', ",", ["two\nlines", "b"]],
  ["a||b||c\n", "||", ["a", "b", "c"]],
])("the first record of %j", (text, delimiter, fields) => {
  expect(firstRecord(text, delimiter, false)).toEqual(fields);
});

test("a record that does not end is none, unless the text ends there", () => {
  expect(firstRecord("a,b", ",", true)).toBeUndefined();
  expect(firstRecord('a,"b\n', ",", false)).toBeUndefined();
});

test.each([
  ["a,b;c\n", ","],
  ["a\tb\n", "\t"],
  ['"a,b";c\n', ";"],
  ["a|b\n", "|"],
  ["alone\nx;y\n", ","],
])("the delimiter of %j is %j", (text, delimiter) => {
  expect(sniffDelimiter(text)).toBe(delimiter);
});

test("names are told apart whatever their case, and a made-up one takes no other's", () => {
  expect(columnNames(["a", "A", "a_1", " ", "column3"], true)).toEqual([
    "a",
    "A_2",
    "a_1",
    "column3_1",
    "column3",
  ]);
  expect(columnNames(["x", "y"], false)).toEqual(["column0", "column1"]);
});
