import { expect, test } from "vitest";
import { evenPlaces, type PlacedAxis } from "./even-places.js";

const same = (place: number) => place;
const LINEAR: PlacedAxis = { type: "linear", c2l: same, l2c: same };
const DATE: PlacedAxis = { ...LINEAR, type: "date" };
const LOG: PlacedAxis = { type: "log", c2l: Math.log10, l2c: (place) => 10 ** place };

function along(vals: readonly number[], axis: PlacedAxis): readonly number[] {
  const gaps = vals.slice(1).map((place, index) => place - (vals[index] ?? 0));
  return evenPlaces({ vals, minDiff: Math.min(...gaps) }, axis).vals;
}

const day = (text: string) => Date.parse(text);

test("beside a gap there are places without cells", () => {
  expect(along([1, 2, 4, 5, 9], LINEAR)).toEqual([1, 2, 3, 4, 5, 6, 8, 9]);
});

test("places without gaps stay as they are", () => {
  const places = { vals: [1, 2, 3], minDiff: 1 };
  expect(evenPlaces(places, LINEAR)).toBe(places);
});

test("months are steps although they are not equally long", () => {
  const months = ["2024-01-01", "2024-02-01", "2024-03-01", "2024-07-01", "2024-08-01"].map(day);
  const filled = along(months, DATE);
  expect(filled).toHaveLength(7);
  expect(filled.slice(3, 5).map((place) => new Date(place).toISOString().slice(0, 10))).toEqual([
    "2024-03-31",
    "2024-05-31",
  ]);
});

test("days are steps of one size", () => {
  const days = ["2024-01-01", "2024-01-02", "2024-01-05"].map(day);
  const added = ["2024-01-03", "2024-01-04"].map(day);
  expect(along(days, DATE)).toEqual([...days, ...added].toSorted((a, b) => a - b));
});

test("on a logarithmic axis steps are factors", () => {
  expect(along([1, 10, 10_000], LOG).map(Math.round)).toEqual([1, 10, 100, 1000, 10_000]);
});

test("measured places have no steps", () => {
  expect(along([0, 0.31, 1, 5.7], LINEAR)).toEqual([0, 0.31, 1, 5.7]);
});

test("a few places over a wide range have no steps that could be seen", () => {
  expect(along([1, 2, 50, 900], LINEAR)).toEqual([1, 2, 50, 900]);
});

test("a step that is known of more places is that of a few", () => {
  expect(evenPlaces({ vals: [7, 18], minDiff: 11 }, LINEAR, 1).vals).toEqual([7, 8, 17, 18]);
  expect(evenPlaces({ vals: [7], minDiff: 1 }, LINEAR, 5).vals).toEqual([2, 7, 12]);
});

test("categories of other traces have their places", () => {
  const axis = { ...LINEAR, type: "category" };
  expect(evenPlaces({ vals: [1, 3], minDiff: 2 }, axis)).toEqual({
    vals: [0, 1, 2, 3],
    minDiff: 1,
  });
});
