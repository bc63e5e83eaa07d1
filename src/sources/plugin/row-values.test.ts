import { expect, test } from "vitest";
import type { LogicalType } from "../../contract/logical-type.js";
import { createColumnBuilder } from "../../rows/column-builder.js";
import { columnValues } from "../../rows/column-values.js";
import { appendValue } from "./row-values.js";

/** The value as it is read again, or undefined when it is refused. */
function through(type: LogicalType, value: unknown): unknown {
  const builder = createColumnBuilder(type);
  return appendValue(builder, type, value) ? columnValues(builder.finish(), 1)[0] : undefined;
}

test.each<[LogicalType, unknown, unknown]>([
  ["bool", false, false],
  ["int8", -128, -128],
  ["uint64", 18446744073709551615n, "18446744073709551615"],
  ["int64", "-9007199254740993", "-9007199254740993"],
  ["int32", null, null],
  ["int32", undefined, null],
  ["float32", 0.1, 0.1],
  ["float64", Number.NaN, "NaN"],
  ["float64", -Infinity, "-Infinity"],
  ["decimal(5,2)", "-123.40", "-123.40"],
  [
    "decimal(38,0)",
    "99999999999999999999999999999999999999",
    "99999999999999999999999999999999999999",
  ],
  ["decimal(4,2)", 1.5, "1.50"],
  ["decimal", "1.10", "1.10"],
  ["text", "ä", "ä"],
  ["text", 7, "7"],
  ["bytes", new Uint8Array([0, 255]), "AP8="],
  ["date", "1969-12-31", "1969-12-31"],
  ["date", new Date("2026-02-28T00:00:00Z"), "2026-02-28"],
  ["time", "23:59:59.000001", "23:59:59.000001"],
  ["timestamp", "0999-01-01 12:00", "0999-01-01T12:00:00"],
  ["timestamp", "1969-12-31T23:59:59.999999", "1969-12-31T23:59:59.999999"],
  ["instant", "2026-03-01T00:30:00.123456+0200", "2026-02-28T22:30:00.123456Z"],
  ["instant", new Date(0), "1970-01-01T00:00:00Z"],
  ["json", { a: [1n] }, '{"a":["1"]}'],
  ["uuid", "123e4567-e89b-12d3-a456-426614174000", "123e4567-e89b-12d3-a456-426614174000"],
])("%s takes %s", (type, value, expected) => {
  expect(through(type, value)).toEqual(expected);
});

test.each<[LogicalType, unknown]>([
  ["bool", 1],
  ["int8", 128],
  ["int64", 1.5],
  ["int64", 2 ** 53],
  ["int64", 2n ** 63n],
  ["uint8", -1],
  ["int32", ""],
  ["int32", "1e3"],
  ["float64", "1"],
  ["decimal(4,2)", "100"],
  ["decimal(4,2)", "1.005"],
  ["decimal(4,2)", "."],
  ["decimal(4,2)", Number.NaN],
  ["bytes", "x"],
  ["date", "2026-02-30"],
  ["date", new Date("2026-02-28T01:00:00Z")],
  ["date", "01.02.2026"],
  ["time", "24:00:01"],
  ["timestamp", "2026-01-01T00:00:00Z"],
  ["instant", "2026-01-01T00:00:00"],
  ["instant", new Date(Number.NaN)],
])("%s refuses %s", (type, value) => {
  expect(through(type, value)).toBeUndefined();
});
