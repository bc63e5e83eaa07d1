import { createRequire } from "node:module";
import { expect, test } from "vitest";
import type { PropertyPath } from "../../../src/contract/property-path.js";
import { bindProps } from "./bind.js";
import type { DrawnValues } from "./drawn-values.js";
import { fitValues, type TraceAttributes } from "./value-slots.js";

const require = createRequire(import.meta.url);
// Plotly's helpers look for a browser when they are loaded; its schemas need none.
const navigator = { userAgent: "" };
Object.assign(globalThis, { self: globalThis, window: { navigator }, navigator });

/** Plotly's own schema of a type: the tests fail when it changes. */
function attributes(type: string): TraceAttributes {
  return require(`plotly.js/src/traces/${type}/attributes.js`) as TraceAttributes;
}

function fit(type: string, path: PropertyPath, values: DrawnValues): unknown {
  return fitValues(attributes(type), path, values);
}

test.each<[string, PropertyPath, readonly unknown[], unknown]>([
  ["indicator", ["value"], [42, 7], 42],
  ["indicator", ["title", "text"], ["Flights"], "Flights"],
  ["indicator", ["delta", "reference"], [40], 40],
  ["indicator", ["gauge", "axis", "range"], [[0, 10]], [0, 10]],
  ["indicator", ["gauge", "axis", "range", 1], [10], 10],
  ["indicator", ["gauge", "steps", 0, "color"], ["#eee"], "#eee"],
  ["indicator", ["value"], [], null],
  ["scatter", ["line", "color"], ["red", "red"], "red"],
  ["scatter", ["x0"], [3, 4], 3],
  ["scatter", ["xaxis"], ["x2"], "x2"],
  ["pie", ["title", "text"], ["Share"], "Share"],
  ["splom", ["dimensions", 1, "label"], ["Score", "Score"], "Score"],
])("%s %j takes one value", (type, path, values, expected) => {
  expect(fit(type, path, values)).toEqual(expected);
});

test.each<[string, PropertyPath]>([
  ["scatter", ["x"]],
  ["scatter", ["marker", "color"]],
  ["scatter", ["text"]],
  ["splom", ["dimensions", 0, "values"]],
  ["parcoords", ["dimensions", 3, "values"]],
  ["parcats", ["dimensions", 0, "values"]],
  ["sankey", ["link", "source"]],
  ["sankey", ["node", "label"]],
  ["treemap", ["parents"]],
  ["ohlc", ["open"]],
  ["heatmap", ["z"]],
])("%s %j takes a value per row", (type, path) => {
  const values = [1, 2, 3];
  expect(fit(type, path, values)).toBe(values);
});

test("a single row with a list is that list, but a plane keeps its rows", () => {
  expect(fit("scatter", ["x"], [[1, 2, 3]])).toEqual([1, 2, 3]);
  expect(fit("sankey", ["node", "label"], [["a", "b"]])).toEqual(["a", "b"]);
  expect(fit("heatmap", ["z"], [[1, 2, 3]])).toEqual([[1, 2, 3]]);
  expect(fit("image", ["z"], [[[1, 2, 3]]])).toEqual([[[1, 2, 3]]]);
});

test("a query in an author's list is one value there, and a column of a plane or table is a list", () => {
  expect(fit("bar", ["text", 0], ["most", "least"])).toBe("most");
  expect(fit("bar", ["x", 1], [5])).toBe(5);
  expect(fit("table", ["cells", "values", 1], ["a", "b"])).toEqual(["a", "b"]);
  expect(fit("surface", ["z", 0], [1, 2])).toEqual([1, 2]);
});

test("positions and ranges are taken before a shape is thought of", () => {
  const columns: Record<string, unknown[]> = { "columns.x": [10, 20, 30, 40] };
  const at = (path: PropertyPath, extra: object) =>
    bindProps(
      {},
      [{ path, column: "columns.x", ...extra }],
      ({ column }) => columns[column],
      (inner, values) => fit("scatter", inner, values),
    );
  expect(at(["x"], { slice: [1, 3] })).toEqual({ x: [20, 30] });
  expect(at(["x"], { slice: [-2, null] })).toEqual({ x: [30, 40] });
  expect(at(["line", "width"], { index: -1 })).toEqual({ line: { width: 40 } });
  expect(at(["marker", "color"], { index: 0 })).toEqual({ marker: { color: 10 } });
  expect(at(["marker", "color"], { index: 9 })).toEqual({ marker: { color: null } });
  expect(at(["customdata", 1, 0], { index: 2 })).toEqual({ customdata: [undefined, [30]] });
});
