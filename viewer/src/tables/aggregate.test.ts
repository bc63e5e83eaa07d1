import { expect, test } from "vitest";
import type { ColumnTotal } from "../../../src/contract/pages/dashboard.js";
import type { LogicalType } from "../../../src/contract/logical-type.js";
import type { Value } from "../../../src/contract/result.js";
import { loadedFrom } from "../data/column.js";
import { createFormatter } from "../format/value.js";
import { aggregationOf, TOTALS } from "./aggregate.js";
import { tableColumns } from "./table-columns.js";

const FORMATTER = createFormatter({ timeZone: "UTC" });

function aggregate(name: string, type: LogicalType, values: readonly Value[], format?: string) {
  const column = columnOf(type, values, format);
  return aggregationOf(name)?.text(column, [...values.keys()]);
}

function columnOf(type: LogicalType, values: readonly Value[], format?: string) {
  const loaded = loadedFrom({
    rows: values.length,
    columns: [{ name: "v", type, values }],
    cohorts: [{ name: "v", rows: values.length }],
  });
  const definition = { key: "v", ...(format === undefined ? {} : { format }) };
  const [column] = tableColumns(loaded, [definition], FORMATTER);
  if (!column) throw new Error("No column.");
  return column;
}

test.each<[string, string]>([
  ["count", "5"],
  ["extent", "2 – 9"],
  ["max", "9"],
  ["mean", "5"],
  ["median", "4.5"],
  ["min", "2"],
  ["sum", "20"],
  ["unique", "9, 2, 4, 5"],
  ["uniqueCount", "4"],
])("%s of numbers, NULL left out", (name, expected) => {
  expect(aggregate(name, "int32", [9, 2, null, 4, 5])).toBe(expected);
});

test("sums of decimals and large integers are exact", () => {
  expect(aggregate("sum", "decimal(20,2)", ["12345678901234567.89", "0.12", "-0.02"])).toBe(
    "12,345,678,901,234,567.99",
  );
  expect(aggregate("sum", "int64", ["9007199254740993", 2])).toBe("9,007,199,254,740,995");
  expect(aggregate("sum", "decimal(4,2)", ["0.10", "-0.30"])).toBe("−0.20");
});

test("values are written in the column's format", () => {
  expect(aggregate("mean", "float64", [1, 2], ".2f")).toBe("1.50");
  expect(aggregate("extent", "date", ["2024-03-01", "2024-01-15"], "%b %Y")).toBe(
    "Jan 2024 – Mar 2024",
  );
});

test("what has no values has nothing to show", () => {
  for (const name of ["min", "max", "mean", "median", "sum", "extent"]) {
    expect(aggregate(name, "int32", [null, null]), name).toBe("–");
  }
  expect(aggregate("sum", "text", ["a"])).toBe("–");
  expect(aggregate("max", "float64", ["NaN", 3])).toBe("3");
  expect(aggregationOf("toString")).toBeUndefined();
});

test.each<[ColumnTotal, LogicalType, readonly Value[], string]>([
  ["sum", "float64", [1e16, 1, -1e16], "1"],
  ["sum", "float64", [1, 1e16, -1e16, 1e-3], "1.001"],
  ["sum", "float64", Array.from({ length: 10 }, () => 0.1), "1"],
  ["sum", "float64", ["Infinity", 1, null, "NaN"], "Infinity"],
  [
    "sum",
    "decimal",
    ["0.1", "99999999999999999999", "-1.25", "NaN"],
    "99,999,999,999,999,999,997.85",
  ],
  ["sum", "int64", Array.from({ length: 9 }, () => 999_999_999_999_999), "8,999,999,999,999,991"],
  ["avg", "decimal(12,2)", ["1.00", "2.00", "2.00", null], "1.66666667"],
  ["avg", "int32", [100, 200, 300], "200"],
  ["avg", "float64", [1, 2], "1.5"],
  ["min", "date", ["2024-03-01", "2024-01-15", null], "2024-01-15"],
  ["max", "int64", ["9007199254740993", "9007199254740992"], "9,007,199,254,740,993"],
  ["count", "text", ["a", null, ""], "2"],
  ["count", "float64", ["NaN", 1], "1"],
  ["sum", "int32", [null], "–"],
])("the %s of the %s %j is %s", (total, type, values, expected) => {
  for (const order of [[...values.keys()], [...values.keys()].toReversed()]) {
    expect(TOTALS[total].text(columnOf(type, values), order)).toBe(expected);
  }
});

test("a group shows the total of a column that has no aggregation", () => {
  const loaded = loadedFrom({
    rows: 2,
    columns: [{ name: "v", type: "int32", values: [1, 2] }],
    cohorts: [],
  });
  const [first, second] = tableColumns(
    loaded,
    [
      { key: "v", total: "sum" },
      { key: "v", total: "sum", aggregation: "max" },
    ],
    FORMATTER,
  );
  expect([first, second].map((column) => column?.aggregation?.text(column, [0, 1]))).toEqual([
    "3",
    "2",
  ]);
});
