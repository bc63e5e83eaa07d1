import { expect, test } from "vitest";
import { formatLocale } from "./d3-format.js";
import { createNumberFormatter } from "./number.js";
import { plotlyFormat } from "./own-formats.js";

test.each([
  ["1234.5", "usd", "$1,234.50"],
  ["-1234.5", "usd0", "−$1,235"],
  ["1234.5", "jpy", "¥1,235"],
  ["1234.5678", "kwd", "KWD\u00a01,234.568"],
  ["1234.5", "cad", "CA$1,234.50"],
  ["12345678901234567890.129", "usd", "$12,345,678,901,234,567,890.13"],
  ["9007199254740993", "int", "9,007,199,254,740,993"],
  ["9007199254740993", "num", "9,007,199,254,740,993"],
  ["2.675", "num2", "2.68"],
  ["0.12345", "pct", "12.3%"],
  ["0.12", "pct", "12%"],
  ["0.12", "pct1", "12.0%"],
  ["0.285", "pct0", "29%"],
  ["999", "compact", "999"],
  ["84210", "compact", "84.2k"],
  ["999999", "compact", "1M"],
  ["-1234567", "compact", "−1.23M"],
  ["12345678901234567890", "compact", "12,300,000T"],
  ["0.01234", "compact", "0.0123"],
  ["0", "compact", "0"],
  ["11670000", "eur_compact", "€11.7M"],
  ["NaN", "usd", "NaN"],
])("%s as %s is %s", (value, word, expected) => {
  const { withFormat } = createNumberFormatter();
  expect(withFormat(value, word)).toBe(expected);
});

test.each([
  [1234.5, "usd", "$1,234.50"],
  [2.675, "num2", "2.67"],
  [0.1 + 0.2, "num", "0.3"],
  [0.12345, "pct", "12.3%"],
  [999_999, "compact", "1M"],
  [-0.0123, "compact", "−0.0123"],
  [1e21, "compact", "1,000,000,000T"],
])("the double %d as %s is %s", (value, word, expected) => {
  expect(createNumberFormatter().withFormat(value, word)).toBe(expected);
});

test("money is written as the project's language writes it", () => {
  const { withFormat } = createNumberFormatter("de-DE");
  expect(withFormat("1234567.5", "usd")).toBe("1.234.567,50\u00a0$");
  expect(withFormat("1234567.5", "eur_compact")).toBe("1,23M\u00a0€");
  expect(createNumberFormatter("no such name").withFormat("1", "eur")).toBe("€1.00");
});

test("beside an axis money has cents where it needs them, and a unit from a thousand millions on", () => {
  const numbers = createNumberFormatter();
  const { format } = formatLocale({ thousands: ",", grouping: [3] });
  const tick = format(plotlyFormat(numbers, "usd", "edge"));
  expect([0, 12.5, 1000, 1.5e9].map((value) => tick(value))).toEqual([
    "$0",
    "$12.50",
    "$1,000",
    "$1.5B",
  ]);
  expect(format(plotlyFormat(numbers, "usd"))(1000)).toBe("$1,000.00");
  expect(format(plotlyFormat(numbers, "pct0", "edge"))(0.5)).toBe("50%");
  expect(plotlyFormat(numbers, ",.2f", "edge")).toBe(",.2f");
});
