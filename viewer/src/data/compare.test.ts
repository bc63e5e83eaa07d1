import { expect, test } from "vitest";
import type { LogicalType } from "../../../src/contract/logical-type.js";
import type { Value } from "../../../src/contract/result.js";
import { comparison } from "./compare.js";

const T = "2024-01-01T10:00:00";

test.each<[LogicalType, NonNullable<Value>[]]>([
  [
    "timestamp",
    ["-infinity", T, `${T}.125`, `${T}.25`, `${T}.5`, "2024-01-01T10:00:01", "infinity"],
  ],
  ["instant", [`${T}Z`, `${T}.000001Z`, `${T}.5Z`, "2024-01-01T10:00:01Z"]],
  [
    "date",
    [
      "-000099-12-31",
      "-000044-03-15",
      "-000044-12-01",
      "0001-01-01",
      "9999-12-31",
      "+010000-01-01",
    ],
  ],
  ["time", ["09:59:59.9", "10:00:00", "10:00:00.25", "10:00:00.5", "24:00:00"]],
  ["text", [`${T}.125`, `${T}.25`, `${T}.5`, "2024-01-01T10:00:01"]],
  ["text", ["item 2", "item 10", "item 10.5"]],
  ["int64", ["-9007199254740994", "-9007199254740993", 1, "9007199254740993", "9007199254740994"]],
  ["decimal(38,2)", ["-1.50", "0.00", "12345678901234567.01", "12345678901234567.02"]],
  ["decimal", ["0.1", "0.10000000000000000001", "0.2", "10"]],
  ["float64", ["-Infinity", -1, 0.5, "Infinity", "NaN"]],
  ["bool", [false, true]],
  ["interval", ["-1 days", "23:59:59", "1 day", "1 day 00:00:01", "1 mon", "1 year"]],
])("values of the type %s are ordered %j", (type, ordered) => {
  const compare = comparison(type, () => ordered);
  expect(ordered.toReversed().toSorted(compare)).toEqual(ordered);
  ordered.slice(1).forEach((value, index) => {
    expect(compare(ordered[index] ?? "", value)).toBeLessThan(0);
  });
});

test("numbers with unlike zeros are equal", () => {
  expect(comparison("decimal")("1.50", "1.5")).toBe(0);
  expect(comparison("decimal")("-0.0", "0") === 0).toBe(true);
});
