import { expect, test } from "vitest";
import { createColumnBuilder } from "../../../rows/column-builder.js";
import type { FixedBuilder } from "../../../rows/fixed-builder.js";
import { columnValues } from "../../../rows/column-values.js";
import { Unrepresentable } from "../../server/unrepresentable.js";
import { decimalDecoder } from "./decimal.js";

function decode(precision: number, scale: number, text: string): unknown {
  // A decimal with a precision is laid out in fixed width.
  const column = createColumnBuilder(`decimal(${precision},${scale})`) as FixedBuilder;
  const bytes = Buffer.from(`..${text}..`);
  decimalDecoder(precision, scale)(column, bytes, 2, text.length);
  return columnValues(column.finish(), 1)[0];
}

test("every value of every width keeps its digits", () => {
  for (let precision = 1; precision <= 38; precision++) {
    for (const scale of [0, 1, 2, 6, 17, 18, 30, 38]) {
      if (scale > precision) continue;
      for (const digit of ["9", "1", "40718"]) {
        const digits = digit.repeat(precision).slice(0, precision);
        const whole = digits.slice(0, precision - scale) || "0";
        const fraction = digits.slice(precision - scale);
        const text = scale > 0 ? `${whole}.${fraction}` : whole;
        expect(decode(precision, scale, text)).toBe(text);
        expect(decode(precision, scale, `-${text}`)).toBe(`-${text}`);
      }
    }
  }
});

test.each<[number, number, string, string]>([
  [10, 2, "7", "7.00"],
  [20, 10, "12345678.5", "12345678.5000000000"],
  [38, 20, "123456789012345678.5", "123456789012345678.50000000000000000000"],
  [38, 30, "1.5", "1.500000000000000000000000000000"],
  [18, 18, "0.000000000000000001", "0.000000000000000001"],
  [
    38,
    38,
    "-0.00000000000000000000000000000000000001",
    "-0.00000000000000000000000000000000000001",
  ],
])("decimal(%i,%i) of %s is %s", (precision, scale, text, value) => {
  expect(decode(precision, scale, text)).toBe(value);
});

test.each<[number, number, string]>([
  [3, 1, "100.0"],
  [16, 0, "10000000000000000"],
  [31, 0, "-10000000000000000000000000000000"],
  [5, 2, "1.234"],
])("decimal(%i,%i) cannot hold %s", (precision, scale, text) => {
  expect(() => decode(precision, scale, text)).toThrow(Unrepresentable);
});
