import { expect, test } from "vitest";
import { readChoice } from "./choice-text.js";

test.each([
  ["50", "-50..100", { is: "span", from: "-50", to: "100" }],
  ["0.1", "0.3..0.7", { is: "span", from: "0.3", to: "0.7" }],
  ["50", "25..100", undefined],
  ["50", "0..75.5", undefined],
  ["0.1", "0.25..1", undefined],
])("a range in steps of %s: %s", (step, text, expected) => {
  const input = { is: "span", name: "size", label: "size", column: "size", step } as const;
  expect(readChoice(input, { texts: [text] })).toEqual(expected);
});
