import { expect, test } from "vitest";
import { uniqueColumnNames } from "./column-names.js";

test("a second column of a name gets a number that no other column has", () => {
  expect(uniqueColumnNames(["a", "A", "a_1", "a"])).toEqual(["a", "A_2", "a_1", "a_3"]);
});

test("a name that was invented gives way to one that is given, before or after it", () => {
  expect(uniqueColumnNames(["", "column1"])).toEqual(["column1_1", "column1"]);
  expect(uniqueColumnNames(["COLUMN2", ""])).toEqual(["COLUMN2", "column2_1"]);
  expect(uniqueColumnNames(["", "a"], () => "A")).toEqual(["A_1", "a"]);
});
