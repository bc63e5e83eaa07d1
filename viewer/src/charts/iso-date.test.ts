import { expect, test } from "vitest";
import { areIsoDates } from "./iso-date.js";

test.each([
  [["2024-01", "2024-02"]],
  [["2024-01-31", "2024-02"]],
  [["2024-02-29T23:59", "2024-02-29 10:00:00.25"]],
  [["2024-01-01T10:00:00Z", "2024-01-01T11:00Z"]],
])("%j are dates", (texts) => {
  expect(areIsoDates(texts)).toBe(true);
});

test.each([
  [[]],
  [["2024-01", "2024-13"]],
  [["2023-02-29"]],
  [["2024-01-01", "Total"]],
  [["2024-01-01", ""]],
  [["2024", "2025"]],
  [["20240101"]],
  [["2024-1-1"]],
  [["2024-01-01T25:00"]],
  [["2024-01-01T10:00:00Z", "2024-01-01T10:00:00+02:00"]],
])("%j are not all dates", (texts) => {
  expect(areIsoDates(texts)).toBe(false);
});
