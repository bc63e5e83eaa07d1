import { expect, test } from "vitest";
import type { LogicalType } from "../../../src/contract/logical-type.js";
import type { Value } from "../../../src/contract/result.js";
import { loadedFrom } from "../data/column.js";
import { createFormatter } from "../format/value.js";
import { aggregationOf } from "./aggregate.js";
import { tableColumns } from "./table-columns.js";

const FORMATTER = createFormatter({ timeZone: "UTC" });

function aggregate(name: string, type: LogicalType, values: readonly Value[], format?: string) {
  const loaded = loadedFrom({
    rows: values.length,
    columns: [{ name: "v", type, values }],
    cohorts: [{ name: "v", rows: values.length }],
  });
  const definition = { key: "v", ...(format === undefined ? {} : { format }) };
  const [column] = tableColumns(loaded, [definition], FORMATTER);
  if (!column) throw new Error("No column.");
  return aggregationOf(name)?.text(column, [...values.keys()]);
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
