import { expect, test } from "vitest";
import {
  dateText,
  decimalText,
  float32Value,
  floatValue,
  instantText,
  integerValue,
  timestampText,
  timeText,
} from "./value-text.js";

test("integers are numbers while they are safe and strings beyond", () => {
  expect(integerValue(9_007_199_254_740_991n)).toBe(9_007_199_254_740_991);
  expect(integerValue(-9_007_199_254_740_992n)).toBe("-9007199254740992");
});

test("floats are numbers, and strings where JSON has none", () => {
  expect([1.5, Number.NaN, Infinity, -Infinity].map(floatValue)).toEqual([
    1.5,
    "NaN",
    "Infinity",
    "-Infinity",
  ]);
  expect([0.1, 16_777_217, 3.4028235e38].map((value) => float32Value(Math.fround(value)))).toEqual([
    0.1, 16_777_216, 3.4028235e38,
  ]);
  expect([-0, 0].map((value) => Object.is(float32Value(value), -0))).toEqual([true, false]);
});

test("decimals keep all their digits", () => {
  expect(decimalText(-5n, 2)).toBe("-0.05");
  expect(decimalText(12_345n, 0)).toBe("12345");
  expect(decimalText(100n, 2)).toBe("1.00");
});

test("dates agree with the platform's calendar over eight centuries, before and after 1970", () => {
  for (let days = -150_000; days < 150_000; days += 37) {
    expect(dateText(days)).toBe(new Date(days * 86_400_000).toISOString().slice(0, 10));
  }
});

test("dates outside four digits take ISO's expanded form, infinities their names", () => {
  expect(dateText(-719_529)).toBe("-000001-12-31");
  expect(dateText(2_932_897)).toBe("+010000-01-01");
  expect([2_147_483_647, -2_147_483_647].map(dateText)).toEqual(["infinity", "-infinity"]);
});

test("times show the digits of the fraction that are not zero", () => {
  expect([0, 3_723_000_400, 86_400_000_000].map(timeText)).toEqual([
    "00:00:00",
    "01:02:03.0004",
    "24:00:00",
  ]);
});

test("timestamps are exact to the microsecond, instants end in Z", () => {
  expect(timestampText(-1n)).toBe("1969-12-31T23:59:59.999999");
  expect(timestampText(253_402_300_799_999_999n)).toBe("9999-12-31T23:59:59.999999");
  expect(instantText(0n)).toBe("1970-01-01T00:00:00Z");
  expect(instantText(-9_223_372_036_854_775_807n)).toBe("-infinity");
});
