import { expect, test } from "vitest";
import type { ChoiceInput, PeriodInput } from "../../../src/contract/input.js";
import { createFormatter } from "../format/value.js";
import { chosenFilter, isSameChoice, type InputValues } from "./chosen-input.js";
import { optionsOf, optionsSummary } from "./options.js";
import { presetsOf } from "./periods.js";

const formatter = createFormatter({ timeZone: "UTC" });
const REGION: ChoiceInput = {
  is: "choice",
  name: "region",
  label: "Region",
  column: "region",
  multiple: true,
};
const PERIOD: PeriodInput = {
  is: "period",
  name: "period",
  label: "Period",
  column: "day",
  by: "month",
  default: { is: "last", count: 2, grain: "month" },
};

function among(values: InputValues["values"], complete = true) {
  const known: InputValues = { type: "text", values, complete };
  return { today: "2024-08-15", values: () => known };
}

test("a value that is nowhere is left out; alone, it gives way to the default", () => {
  const from = among(["EU", "US", null]);
  const some = chosenFilter(REGION, { texts: ["EU", "Mars"] }, from);
  expect(some).toMatchObject({ choice: { values: ["EU"] }, unknown: ["Mars"], isDefault: false });
  const none = chosenFilter({ ...REGION, default: ["US"] }, { texts: ["Mars"] }, from);
  expect(none).toMatchObject({ choice: { values: ["US"] }, unknown: ["Mars"], isDefault: true });
});

test("nothing is unknown while values are on their way, and the choice waits for them", () => {
  const early = chosenFilter(REGION, { texts: ["EU"] }, among([], false));
  expect(early).toMatchObject({ choice: { values: ["EU"] }, unknown: [], settled: false });
  expect(chosenFilter(REGION, undefined, among([], false)).settled).toBe(true);
});

test("a default that counts from the newest value waits for all; what is written does not", () => {
  const early = among(["2024-01-01"], false);
  expect(chosenFilter(PERIOD, undefined, early).settled).toBe(false);
  expect(chosenFilter(PERIOD, { texts: ["2024-01..2024-03"] }, early)).toMatchObject({
    settled: true,
    choice: { is: "between", from: "2024-01-01", to: "2024-03-01" },
  });
  const values = among(["2024-01-01", "2024-05-01", "2024-09-01", null]);
  expect(chosenFilter(PERIOD, undefined, values).choice).toEqual({
    is: "between",
    from: "2024-04-01",
    to: "2024-05-01",
  });
  expect(chosenFilter(PERIOD, { texts: ["all"] }, values)).toMatchObject({
    choice: undefined,
    isDefault: false,
  });
});

test("choices are the same whatever the order and the type of their values", () => {
  const one = { is: "values" as const, values: [1, null, "b"] };
  expect(isSameChoice(one, { is: "values", values: ["b", "1", null] })).toBe(true);
  expect(isSameChoice(one, { is: "values", values: ["b", "1", "null"] })).toBe(false);
  expect(isSameChoice(undefined, { is: "values", values: [] })).toBe(false);
  expect(isSameChoice(undefined, { is: "values", values: [null] })).toBe(false);
});

test("options stand as their type sorts, NULL last, and say what is chosen", () => {
  const numbers: InputValues = { type: "int64", values: [10, null, 9, "9"], complete: true };
  const chosen = { ...chosenFilter(REGION, undefined, among([])), choice: undefined };
  const labels = optionsOf(numbers, chosen, formatter).map(({ label }) => label);
  expect(labels).toEqual(["9", "10", "(null)"]);
  const texts = ["x10", "x9", "(null)", "", null];
  const known: InputValues = { type: "text", values: texts, complete: true };
  const some = chosenFilter(REGION, { texts: ["x9", "(null)"], withNull: true }, among(texts));
  const options = optionsOf(known, some, formatter);
  expect(options.map(({ label }) => label)).toEqual(["(empty)", '"(null)"', "x9", "x10", "(null)"]);
  expect(options.map((option) => option.chosen)).toEqual([false, true, true, false, true]);
  expect(optionsSummary(known, some, formatter)).toBe('"(null)", x9, (null)');
  const many = chosenFilter(REGION, { texts: ["x9", "x10", "", "(null)"] }, among(texts));
  expect(optionsSummary(known, many, formatter)).toBe("4 of 5");
  const none = chosenFilter(REGION, { texts: [] }, among(texts));
  expect(optionsSummary(known, none, formatter)).toBe("None");
});

test("periods worth a click are shorter than all, and the default is one of them", () => {
  const values = ["2023-12-01", "2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01"];
  const presets = presetsOf(PERIOD, { today: "2024-08-15", values: () => values });
  expect(presets.map(({ label }) => label)).toEqual(["All", "Last 2 months", "Last 3 months"]);
});
