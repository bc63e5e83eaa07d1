import { expect, test } from "vitest";
import { RowSum } from "./row-sum.js";

function sumOf(...rows: (string | null)[][]): RowSum {
  const sum = new RowSum(rows[0]?.length ?? 2);
  for (const row of rows) sum.add(row);
  return sum;
}

test("the order of rows does not count", () => {
  const one = sumOf(["a", "1"], ["b", null], ["a", "1"]);
  expect(one.differsFrom(sumOf(["b", null], ["a", "1"], ["a", "1"]))).toBeUndefined();
});

test.each<[string, (string | null)[][], number]>([
  [
    "a cell",
    [
      ["a", "1"],
      ["b", "3"],
    ],
    1,
  ],
  [
    "NULL for a text",
    [
      ["a", "1"],
      ["b", null],
    ],
    1,
  ],
  [
    "an empty text for NULL",
    [
      ["", "1"],
      ["b", "2"],
    ],
    0,
  ],
  [
    "a row more",
    [
      ["a", "1"],
      ["b", "2"],
      ["b", "2"],
    ],
    0,
  ],
  [
    "cells that changed places",
    [
      ["a", "2"],
      ["b", "1"],
    ],
    -1,
  ],
])("%s is noticed", (_, rows, column) => {
  expect(sumOf(["a", "1"], ["b", "2"]).differsFrom(sumOf(...rows))).toBe(column);
});

test("many rows that hardly differ have different sums", () => {
  const sums = Array.from({ length: 300 }, (_, at) => sumOf([String(at), "x"]));
  for (const [at, sum] of sums.entries()) {
    expect(sums.findIndex((other) => sum.differsFrom(other) === undefined)).toBe(at);
  }
});
