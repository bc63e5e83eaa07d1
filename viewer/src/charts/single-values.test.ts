import { expect, test } from "vitest";
import { takesOneValue } from "./single-values.js";

/** In the form in which Plotly's trace modules carry their attributes. */
const ATTRIBUTES = {
  y: { valType: "data_array" },
  x0: { valType: "any" },
  selectedpoints: { valType: "any" },
  meta: { valType: "any", arrayOk: true },
  marker: { size: { valType: "number", arrayOk: true }, cmin: { valType: "number" } },
  dimensions: {
    _isLinkedToArray: "dimension",
    label: { valType: "string" },
    values: { valType: "data_array" },
  },
  domain: { x: { valType: "info_array", items: [{ valType: "number" }, { valType: "number" }] } },
  groups: { valType: "info_array", freeLength: true, items: { valType: "number" } },
};

test.each([
  [["marker", "cmin"], true],
  [["marker", "size"], false],
  [["y"], false],
  [["y", 0], false],
  [["x0"], true],
  [["selectedpoints"], false],
  [["meta"], false],
  [["dimensions", 0, "label"], true],
  [["dimensions", 0, "values"], false],
  [["domain", "x"], false],
  [["domain", "x", 1], true],
  [["groups", 3], true],
  [["showlegend"], true],
  [["unheard", "of"], false],
])("a query at %j means its first row: %s", (path, one) => {
  expect(takesOneValue(ATTRIBUTES, path)).toBe(one);
});
