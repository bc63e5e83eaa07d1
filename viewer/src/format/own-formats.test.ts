import { expect, test } from "vitest";
import { formatLocale } from "./d3-format.js";
import { createNumberFormatter } from "./number.js";
import { axisFormat } from "./own-formats.js";

const ENGLISH = { thousands: ",", grouping: [3] };

test.each([0, 7, -7, 999, 1000, -1234567.891, 0.1 + 0.2, 0.000002, 1.2e-7, 1e21, 25e9])(
  "along an axis %d reads as in a table",
  (value) => {
    const write = formatLocale(ENGLISH).format(axisFormat({ naming: false }));
    expect(write(value).replace("-", "−")).toBe(createNumberFormatter().plain(value));
  },
);

test("years have no marks between thousands, ticks units from a thousand millions on", () => {
  const { format } = formatLocale(ENGLISH);
  expect(format(axisFormat({ naming: true, whole: true }))(2024)).toBe("2024");
  expect(format(axisFormat({ naming: false, whole: true }))(2023.5)).toBe("");
  const tick = format(axisFormat({ naming: false, ticks: "edge" }));
  expect([5e8, 1e9, -2.5e9, 1.5e12, 2e15, 1e21].map((value) => tick(value))).toEqual([
    "500,000,000",
    "1B",
    "−2.5B",
    "1.5T",
    "2,000T",
    "1e+21",
  ]);
  const inside = format(axisFormat({ naming: false, ticks: "inside" }));
  expect([9_999, 10_000, 1_500_000, 2e9].map((value) => inside(value))).toEqual([
    "9,999",
    "10k",
    "1.5M",
    "2B",
  ]);
  const id = format(axisFormat({ naming: true, ticks: "edge" }));
  expect(id(123_456_789_012)).toBe("123456789012");
});

test("numbers are grouped as the language groups them, four digits too", () => {
  expect(createNumberFormatter("es-ES").plain(1234)).toBe("1.234");
  const indian = createNumberFormatter("en-IN");
  expect(indian.plain(12_345_678)).toBe("1,23,45,678");
  expect(indian.withFormat(12_345_678, ",d")).toBe("1,23,45,678");
});
