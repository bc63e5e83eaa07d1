import { expect, test } from "vitest";
import { withTreeParts } from "./tree-parts.js";

test("rows of one name have a tile each", () => {
  const trace = withTreeParts({ labels: ["a", "b", "a"], parents: ["", "", ""] });
  expect(trace["labels"]).toEqual(["a", "b", "a"]);
  const ids = trace["ids"] as string[];
  expect(new Set(ids).size).toBe(3);
  expect(ids.slice(0, 2)).toEqual(["a", "b"]);
});

test("a name that is a parent stays as it is, for nobody knows which is meant", () => {
  const trace = { labels: ["a", "a", "b"], parents: ["", "", "a"] };
  expect(withTreeParts(trace)).toEqual(trace);
});

test("without parents all rows are at the top", () => {
  expect(withTreeParts({ labels: ["a", "b"] })).toMatchObject({ parents: ["", ""] });
});
