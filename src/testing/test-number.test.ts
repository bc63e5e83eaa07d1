import { expect, test } from "vitest";
import {
  add,
  compareNumbers,
  divide,
  floorDivide,
  fromNumber,
  modulo,
  multiply,
  numberText,
  parseNumber,
  power,
  round,
  subtract,
  total,
  type TestNumber,
} from "./test-number.js";

function number(text: string): TestNumber {
  const value = parseNumber(text);
  if (value === undefined) throw new Error(`${text} is no number`);
  return value;
}

test("texts of numbers keep every digit, and other texts are none", () => {
  const cases = [
    ["0012.500", "12.5"],
    ["-0.0", "0"],
    ["1e3", "1000"],
    ["1.5E-3", "0.0015"],
    ["9223372036854775807", "9223372036854775807"],
    ["-12345678901234567890.12345678901234567890", "-12345678901234567890.1234567890123456789"],
    ["1e400", `1${"0".repeat(400)}`],
    ["5e-324", `0.${"0".repeat(323)}5`],
    ["NaN", "NaN"],
    ["-Infinity", "-Infinity"],
  ] as const;
  for (const [text, expected] of cases) expect(numberText(number(text))).toBe(expected);
  for (const text of ["", ".", "-", "1e", "0x10", "1 2", "abc", "--1"]) {
    expect(parseNumber(text)).toBeUndefined();
  }
});

test("operations agree with whole numbers of any size", () => {
  const values = [-7n, -3n, -1n, 1n, 2n, 5n, 10n ** 20n + 3n, -(10n ** 25n) + 1n];
  for (const a of values) {
    for (const b of values) {
      const [x, y] = [number(String(a)), number(String(b))];
      expect(numberText(add(x, y))).toBe(String(a + b));
      expect(numberText(subtract(x, y))).toBe(String(a - b));
      expect(numberText(multiply(x, y))).toBe(String(a * b));
      const floor = a / b - (a % b !== 0n && a < 0n !== b < 0n ? 1n : 0n);
      expect(numberText(floorDivide(x, y))).toBe(String(floor));
      expect(numberText(modulo(x, y))).toBe(String(a - b * floor));
      expect(Math.sign(compareNumbers(x, y))).toBe(a < b ? -1 : a > b ? 1 : 0);
    }
  }
});

test("quotients are exact where they end, else long; halves are rounded away from zero", () => {
  expect(numberText(divide(number("1"), number("8")))).toBe("0.125");
  expect(numberText(divide(number("1"), number("3")))).toMatch(/^0\.3{34,}$/);
  expect(numberText(divide(number("-2"), number("3")))).toMatch(/^-0\.6{33,}7$/);
  expect(numberText(divide(number(`1${"0".repeat(60)}1`), number("2")))).toBe(
    `5${"0".repeat(60)}.5`,
  );
  expect(numberText(divide(number("0.001"), number("1000")))).toBe("0.000001");
  expect(numberText(round(number("-0.125"), 2))).toBe("-0.13");
  expect(numberText(round(number("150"), -2))).toBe("200");
  expect(numberText(power(number("2"), number("-2")))).toBe("0.25");
  expect(numberText(power(number("9"), number("0.5")))).toBe("3");
  expect(numberText(power(number("9"), number("1000000")))).toBe("Infinity");
});

test("a sum of many is that of its parts", () => {
  const parts = ["0.1", "0.25", "-3", "1e20", "0.05"].map(number);
  expect(numberText(total(parts))).toBe("99999999999999999997.4");
  expect(numberText(total([]))).toBe("0");
  expect(numberText(total([number("1"), number("Infinity")]))).toBe("Infinity");
});

test("floats mix with the infinities and NaN as floats do", () => {
  expect(compareNumbers(fromNumber(1e308), number("Infinity"))).toBe(-1);
  expect(compareNumbers(number("NaN"), number("NaN"))).toBeNaN();
  expect(numberText(add(number("Infinity"), number("-Infinity")))).toBe("NaN");
});
