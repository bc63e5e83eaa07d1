import { expect, test } from "vitest";
import { editDistance, nearest, suggest } from "./suggest.js";

test("swapped neighbours count as one edit", () => {
  expect(editDistance("tarces", "traces", 3)).toBe(1);
  expect(editDistance("model", "mode", 3)).toBe(1);
  expect(editDistance("abc", "abcdefgh", 2)).toBe(3);
});

test("case does not count", () => {
  expect(nearest("Modle", ["models", "model", "table"])).toEqual(["model"]);
});

test("a word that begins a longer one is near", () => {
  expect(nearest("cohort", ["cohort_on", "columns"])).toEqual(["cohort_on"]);
});

test("near names are an enumeration", () => {
  expect(suggest("12", ["2", "1"])).toBe("Did you mean `1` or `2`?");
  expect(suggest("12", ["10", "2", "1"])).toBe("Did you mean `1`, `2` or `10`?");
});

test("a short list is shown whole and sorted when nothing is near", () => {
  expect(suggest("zzz", ["pie", "item 10", "bar", "item 9"])).toBe(
    "Known here: `bar`, `item 9`, `item 10`, `pie`.",
  );
  expect(
    suggest(
      "zzz",
      Array.from({ length: 20 }, (_, i) => `name ${i}`),
    ),
  ).toBeUndefined();
});
