import { expect, test } from "vitest";
import { sqlFault } from "./sql-fault.js";

test("brackets, quotation marks and commas are told apart", () => {
  expect(sqlFault("sum(amount")).toBe("unbalanced");
  expect(sqlFault("sum(amount))")).toBe("unbalanced");
  expect(sqlFault("f(a}")).toBe("unbalanced");
  expect(sqlFault("'open")).toBe("open quote");
  expect(sqlFault('"open')).toBe("open quote");
  expect(sqlFault("a, b")).toBe("several");
  expect(sqlFault("a;")).toBe("several");
});

test.each([
  "sum(amount)",
  "coalesce(a, 'it''s (', \"na)me\", `b(`)",
  "{'a': [1, 2]}",
  "a -- comment (",
  "(5--1)",
  "/* ( */ a",
  "'a\\'('",
  "$$ ( $$",
  "[strange (name]",
])("%s is nothing that every dialect would refuse", (sql) => {
  expect(sqlFault(sql)).toBeUndefined();
});
