import { expect, test } from "vitest";
import type { FilterInput, Grain } from "../contract/input.js";
import { readChoice, readGivenChoice, readSwitch } from "./choice-text.js";

const NAMED = { name: "one", label: "one", column: "one" };
const sizes = (step: string): FilterInput => ({ is: "span", ...NAMED, step });
const dates = (by: Grain): FilterInput => ({ is: "period", ...NAMED, by });
const values = (multiple: boolean): FilterInput => ({ is: "choice", ...NAMED, multiple });

test.each([
  ["50", "-50..100", { from: "-50", to: "100" }],
  ["0.1", "0.3..0.7", { from: "0.3", to: "0.7" }],
  ["50", "25..100", { why: "`25` is no multiple of the step 50" }],
  ["50", "0..75.5", { why: "`75.5` is no multiple of the step 50" }],
  ["0.1", "0.25..1", { why: "`0.25` is no multiple of the step 0.1" }],
  ["50", "100..50", { why: "`100` is not below `50`" }],
  ["50", "50..50", { why: "`50` is not below `50`" }],
  ["50", "few..50", { why: "`few` is no number" }],
  ["50", "50..", { why: "`` is no number" }],
  ["50", "50", { why: "a range of numbers has two ends" }],
])("a range in steps of %s: %s", (step, text, expected) => {
  expect(readChoice(sizes(step), { texts: [text] })).toMatchObject(expected);
});

test.each([
  ["month", "2024-01..2024-03", { from: "2024-01-01", to: "2024-03-01" }],
  ["month", "2024-02-29", { from: "2024-02-01", to: "2024-02-01" }],
  ["month", "2024", { from: "2024-01-01", to: "2024-12-01" }],
  ["month", "2023-Q4..2024", { from: "2023-10-01", to: "2024-12-01" }],
  ["day", "2024-02", { from: "2024-02-01", to: "2024-02-29" }],
  ["day", "2024-W09..2024-03", { from: "2024-02-26", to: "2024-03-31" }],
  ["day", "2024-Q1", { from: "2024-01-01", to: "2024-03-31" }],
  ["quarter", "2024", { from: "2024-01-01", to: "2024-10-01" }],
  ["month", "2024-06..2024", { from: "2024-06-01", to: "2024-12-01" }],
  ["month", "2025..2024-06", { why: "`2025` is after `2024-06`" }],
  ["week", "2024", { why: "a year is not made of whole weeks" }],
  ["month", "2024-W05", { why: "a week is not made of whole months" }],
  ["year", "2024-06", { why: "a month is not made of whole years" }],
  ["month", "2024-03..2024-01", { why: "`2024-03` is after `2024-01`" }],
  ["month", "2024-13", { why: "`2024-13` is no month" }],
  ["day", "2024-02-30", { why: "`2024-02-30` is no day" }],
  ["month", "2024-01..2024-02..2024-03", { why: expect.stringContaining("more than two ends") }],
  ["month", " ", { why: "nothing is written" }],
  ["month", "last 3 months", { why: "`last 3 months` is no month" }],
] as const)("a range of %ss: %s", (by, text, expected) => {
  expect(readChoice(dates(by), { texts: [text] })).toMatchObject(expected);
});

test.each([
  ["month", "Last 3 months", { is: "last", count: 3, grain: "month" }],
  ["month", "this year", { is: "past", count: 1, grain: "year" }],
  ["month", "2024-01", { is: "between", from: "2024-01-01" }],
  ["month", "last 3 moons", { why: "`moon` is none of day, week, month, quarter, year" }],
  ["month", "last 3 weeks", { why: "a week is not made of whole months" }],
  ["day", "last 0 days", { why: "0 days are no period" }],
] as const)("words are counted outside of a page: %s, %s", (by, text, expected) => {
  expect(readGivenChoice(dates(by), { texts: [text] })).toMatchObject(expected);
});

test("a single choice, a range and a switch take one value, which is never silently the first", () => {
  const two = { texts: ["EU", "US"] };
  expect(readChoice(values(true), two)).toEqual({ is: "values", values: ["EU", "US"] });
  expect(readChoice(values(false), two)).toMatchObject({ why: "it takes one value, not 2" });
  expect(readChoice(values(false), { texts: ["EU"], withNull: true })).toMatchObject({
    why: "it takes one value, not 2",
  });
  expect(readChoice(values(false), { texts: ["EU", "EU"] })).toMatchObject({ values: ["EU"] });
  expect(readChoice(dates("year"), { texts: ["2023", "2024"] })).toMatchObject({
    why: "it takes one range, not 2",
  });
  expect(readChoice(dates("year"), { texts: [], withNull: true })).toMatchObject({
    why: "NULL passes a range only where `all` does",
  });
  const labels = ["Days", "Years"].map((label) => ({ label, text: label }));
  const grain = { is: "switch", ...NAMED, values: labels, default: 0 } as const;
  expect(readSwitch(grain, { texts: ["Years"] })).toBe(1);
  expect(readSwitch(grain, { texts: ["Days", "Years"] })).toMatchObject({
    why: "it takes one value, not 2",
  });
  expect(readSwitch(grain, { texts: ["Eons"] })).toMatchObject({
    why: "it is one of `Days`, `Years`",
  });
  expect(readSwitch(grain, { texts: [], withNull: true })).toMatchObject({
    why: "a switch is never NULL",
  });
});

test("`all` alone is everything; written twice it is a value of that name", () => {
  expect(readChoice(values(true), { texts: ["all"] })).toBe("all");
  expect(readChoice(values(true), { texts: ["all", "all"] })).toEqual({
    is: "values",
    values: ["all"],
  });
});
