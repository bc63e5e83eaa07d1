import { formatLocale } from "d3-format";
import { expect, test } from "vitest";
import { parseNumberFormat } from "../../../src/contract/number-format.js";
import { numberFormat, type NumberMarks } from "./number-format.js";

const ENGLISH: NumberMarks = { decimal: ".", thousands: ",", groups: [3], currency: ["$", ""] };
const D3 = formatLocale({ ...ENGLISH, grouping: [3], currency: ["$", ""], minus: "−" });

function write(value: number | string, specifier: string, marks = ENGLISH): string | undefined {
  return numberFormat(specifier, marks)?.(value);
}

/** Equal runs of numbers between 0 and 1 for equal seeds. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function choice<T>(next: () => number, list: readonly T[]): T {
  const one = list[Math.floor(next() * list.length)];
  if (one === undefined) throw new Error("An empty list.");
  return one;
}

function specifierOf(next: () => number): string {
  const maybe = (text: string) => (next() < 0.35 ? text : "");
  return [
    maybe(choice(next, ["<", ">", "^", "=", "*<", "_^", "0=", "x>"])),
    maybe(choice(next, ["+", "-", "(", " "])),
    maybe(choice(next, ["$", "#"])),
    maybe("0"),
    maybe(String(1 + Math.floor(next() * 24))),
    next() < 0.6 ? "," : "",
    next() < 0.7 ? `.${Math.floor(next() * 23)}` : "",
    maybe("~"),
    choice(next, ["", "%", "b", "c", "d", "e", "f", "g", "n", "o", "p", "r", "s", "X", "x", "q"]),
  ].join("");
}

function doubleOf(next: () => number): number {
  const size = choice(next, [
    () => 0,
    () => Math.floor(next() * 2_000),
    () => Math.floor(next() * 2 ** 53),
    () => next(),
    () => next() * 10 ** Math.floor(next() * 24),
    () => next() * 10 ** -Math.floor(next() * 28),
    () => Math.floor(next() * 1_000) / 8,
    () => 9.995,
    () => 999_999.5,
  ])();
  return next() < 0.4 ? -size : size;
}

test("doubles are written as d3-format writes them", () => {
  const next = random(11);
  for (let round = 0; round < 30_000; round += 1) {
    const specifier = specifierOf(next);
    const value = doubleOf(next);
    // Without type and precision d3 cuts whole numbers at twelve digits; here all are kept.
    const { type = "", precision } = parseNumberFormat(specifier) ?? {};
    const general = (type === "" || type === "q") && precision === undefined;
    if (general && Number.isSafeInteger(value) && Math.abs(value) >= 1e12) continue;
    // The product with 100 of a whole number is exact here.
    if (Math.abs(value) > 2 ** 46 && /[%p]$/.test(specifier)) continue;
    expect(write(value, specifier), `${specifier} of ${value}`).toBe(D3.format(specifier)(value));
  }
});

test("exact digits are written as d3-format writes the double that has them", () => {
  const next = random(12);
  for (let round = 0; round < 10_000; round += 1) {
    const specifier = specifierOf(next);
    // Eighths are exact as doubles, and so are their hundredfolds.
    const value = Math.floor((next() - 0.5) * 2 ** 33) / 8;
    const text = value.toFixed(3);
    if (specifier.endsWith("c")) continue;
    expect(write(text, specifier), `${specifier} of ${text}`).toBe(D3.format(specifier)(value));
  }
});

test("rounding is half up on the digits that are written, whatever their number", () => {
  const next = random(13);
  for (let round = 0; round < 5_000; round += 1) {
    const whole = Array.from({ length: 1 + Math.floor(next() * 38) }, () =>
      Math.floor(next() * 10),
    );
    const units = BigInt(whole.join(""));
    const scale = Math.floor(next() * 20);
    const places = Math.floor(next() * 12);
    const digits = String(units).padStart(scale + 1, "0");
    const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
    const [left, right] = (write(text, `.${places}f`) ?? "").split(".");
    const shown = BigInt((left ?? "") + (right ?? ""));
    expect((right ?? "").length).toBe(places);
    // 2·|shown/10^places − units/10^scale| ≤ 10^−places, and up where it is just half.
    const twice = 2n * (shown * 10n ** BigInt(scale) - units * 10n ** BigInt(places));
    const unit = 10n ** BigInt(scale);
    expect(-unit < twice && twice <= unit, `${text} to ${places} places`).toBe(true);
  }
});

test.each([
  ["2.675", ".2f", "2.68"],
  ["-2.675", ".2f", "−2.68"],
  ["0.285", ".0%", "29%"],
  ["12345678901234567890.123456789", ",.2f", "12,345,678,901,234,567,890.12"],
  ["9007199254740993", ",", "9,007,199,254,740,993"],
  ["9007199254740993", "d", "9007199254740993"],
  ["9007199254740993", "x", "20000000000001"],
  ["18446744073709551615", ",d", "18,446,744,073,709,551,615"],
  ["-9223372036854775808", "$,.2f", "−$9,223,372,036,854,775,808.00"],
  ["1234567890123", ",", "1,234,567,890,123"],
  ["12.50", ",", "12.5"],
  ["999.9996", ".6s", "1.00000k"],
  ["0.00", "+.1f", "+0.0"],
  ["-0.004", ".2f", "0.00"],
  ["99999999999999999999.5", ".3e", "1.000e+20"],
  ["NaN", ".2f", "NaN"],
])("%s as %s is %s", (value, specifier, expected) => {
  expect(write(value, specifier)).toBe(expected);
});

test("the marks of a language are those of its numbers and its money", () => {
  const marks: NumberMarks = { decimal: ",", thousands: ".", groups: [3], currency: ["", " €"] };
  expect(write("-1234567.885", "$,.2f", marks)).toBe("−1.234.567,89 €");
  expect(write(1.5e6, "$.2s", marks)).toBe("1,5M €");
  expect(write("1234567", ",", { ...ENGLISH, groups: [3, 2, 2] })).toBe("12,34,567");
});

test("what is no format is none", () => {
  for (const text of ["0,0.00", "%Y-%m", "2 decimals", ",.2ff"]) {
    expect(numberFormat(text, ENGLISH), text).toBeUndefined();
  }
});
