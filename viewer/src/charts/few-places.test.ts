import { expect, test } from "vitest";
import { gapsBetweenFew } from "./few-places.js";

test("one bar takes a fifth of its chart, not all of it", () => {
  const bar = { type: "bar", x: ["EU"], y: [3] };
  expect(gapsBetweenFew([bar], {})).toEqual({ bargap: 0.8 });
  expect(gapsBetweenFew([{ ...bar, x: [3], y: ["EU"], orientation: "h" }], {})).toEqual({
    bargap: 0.8,
  });
});

test("so does each of two and three, beside or on each other", () => {
  const bars = [1, 2].map(() => ({ type: "bar", x: ["EU"], y: new Float64Array([3]) }));
  expect(gapsBetweenFew(bars, {})).toEqual({ bargap: 0.6 });
  expect(gapsBetweenFew(bars, { barmode: "stack" })).toEqual({ bargap: 0.8 });
  const three = { type: "bar", x: new Float64Array([1, 2, 3, 3]), y: [1, 2, 3, 4] };
  expect(gapsBetweenFew([three], {})).toEqual({ bargap: 0.4 });
});

test("more of them have the page's own gaps, and histograms theirs", () => {
  const four = { type: "bar", x: [1, 2, 3, 4], y: [1, 2, 3, 4] };
  expect(gapsBetweenFew([four], {})).toEqual({});
  expect(gapsBetweenFew([{ type: "histogram", x: [1] }], {})).toEqual({});
});

test("boxes stand at their places, or at the names of their series", () => {
  expect(gapsBetweenFew([{ type: "box", y: [1, 2, 3], name: "all" }], {})).toEqual({ boxgap: 0.8 });
  const box = (name: string) => ({ type: "box", y: [1, 2], name });
  expect(gapsBetweenFew(["a", "b", "c", "d"].map(box), {})).toEqual({});
  const computed = { type: "box", y: ["a", "b"], q1: [1, 2], median: [2, 3], q3: [3, 4] };
  expect(gapsBetweenFew([computed], {})).toEqual({ boxgap: 0.6 });
  expect(gapsBetweenFew([{ type: "violin", y: [1], x: ["a"] }], {})).toEqual({ violingap: 0.8 });
});
