import { expect, test } from "vitest";
import { mergeOrders } from "./category-order.js";

test.each([
  [
    [
      ["Jan", "Mar"],
      ["Jan", "Feb", "Mar"],
    ],
    ["Jan", "Feb", "Mar"],
  ],
  [
    [
      ["Jan", "Mar"],
      ["Feb", "Mar", "Apr"],
    ],
    ["Jan", "Feb", "Mar", "Apr"],
  ],
  [
    [["Feb"], ["Jan", "Feb"], ["Mar"]],
    ["Jan", "Feb", "Mar"],
  ],
  [
    [
      ["a", "b"],
      ["b", "a"],
    ],
    ["a", "b"],
  ],
  [
    [["a"], ["b"], ["a", "c", "b"]],
    ["a", "c", "b"],
  ],
  [[[], ["a", "a"]], ["a"]],
])("%j are merged to %j", (sequences, merged) => {
  expect(mergeOrders(sequences)).toEqual(merged);
});
