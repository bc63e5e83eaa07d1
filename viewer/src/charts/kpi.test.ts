import { expect, test } from "vitest";
import { createFormatter } from "../format/value.js";
import { readKpi } from "./kpi.js";

function read(props: object) {
  const { value, delta } = readKpi({ ...props }, createFormatter({ timeZone: "UTC" }));
  return delta ? [value, delta.direction, delta.text] : [value];
}

test("large integers and decimals keep their digits, and so do their differences", () => {
  const mode = "number+delta";
  expect(
    read({ mode, value: ["9007199254740993"], delta: { reference: [9_007_199_254_740_990] } }),
  ).toEqual(["9,007,199,254,740,993", "up", "3"]);
  expect(
    read({
      mode,
      value: ["12345678901234567890.123456789"],
      delta: { reference: ["12345678901234567890.2"] },
    }),
  ).toEqual(["12,345,678,901,234,567,890.123456789", "down", "0.076543211"]);
  expect(read({ mode, value: ["0.30"], delta: { reference: ["0.30"] } })).toEqual([
    "0.30",
    "level",
    "0.00",
  ]);
});

test("a format is applied to the exact digits", () => {
  const number = { valueformat: "$,.2f" };
  expect(read({ value: ["12345678901234567890.123456789"], number })).toEqual([
    "$12,345,678,901,234,567,890.12",
  ]);
  expect(read({ value: ["2.675"], number })).toEqual(["$2.68"]);
  expect(read({ value: [2.675], number })).toEqual(["$2.67"]);
  expect(read({ value: [1_234_567_890_123], number: { valueformat: "," } })).toEqual([
    "1,234,567,890,123",
  ]);
});

test("a relative change is a share of the reference, also of a negative one", () => {
  const delta = (reference: unknown) => ({ reference: [reference], relative: true });
  const mode = "number+delta";
  expect(read({ mode, value: ["9007199254740995"], delta: delta("9007199254740990") })).toEqual([
    "9,007,199,254,740,995",
    "up",
    "0.0%",
  ]);
  expect(read({ mode, value: ["115.5"], delta: delta("100") })[2]).toBe("15.5%");
  expect(read({ mode, value: ["-50"], delta: delta("-100") })).toEqual(["−50", "down", "50.0%"]);
  expect(read({ mode, value: ["1"], delta: delta("0") })).toEqual(["1"]);
});

test("what a division has left is shortened, and what is no number is said", () => {
  expect(read({ value: ["12.3333333333333333"] })).toEqual(["12.33"]);
  expect(read({ value: ["0.0000000000001234"] })).toEqual(["0.00"]);
  expect(read({ value: ["NaN"] })).toEqual(["NaN"]);
  expect(read({ value: [null] })).toEqual(["–"]);
  expect(read({ value: [1234.5678] })).toEqual(["1,234.57"]);
});

test("a difference has the format of its number, unless it has one", () => {
  const base = { mode: "number+delta", value: [1234.5], number: { valueformat: "$,.2f" } };
  const delta = { reference: [1000] };
  expect(read({ ...base, delta })).toEqual(["$1,234.50", "up", "$234.50"]);
  expect(read({ ...base, delta: { ...delta, valueformat: ",d" } })[2]).toBe("235");
  expect(read({ ...base, delta: { ...delta, relative: true } })[2]).toBe("23.4%");
});
