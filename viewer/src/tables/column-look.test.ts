import { expect, test } from "vitest";
import type { LogicalType } from "../../../src/contract/logical-type.js";
import type { ColumnLook } from "../../../src/contract/pages/dashboard.js";
import type { Value } from "../../../src/contract/result.js";
import { loadedFrom } from "../data/column.js";
import { createFormatter } from "../format/value.js";
import { tableColumns } from "./table-columns.js";

function columnOf(show: ColumnLook, type: LogicalType, values: readonly Value[]) {
  const columns = [{ name: "v", type, values }];
  const loaded = loadedFrom({ rows: values.length, columns, cohorts: [] });
  const [column] = tableColumns(loaded, [{ key: "v", show }], createFormatter({ timeZone: "UTC" }));
  if (!column) throw new Error("No column.");
  return column;
}

function looks(show: ColumnLook, values: readonly Value[], type: LogicalType = "float64") {
  const { look } = columnOf(show, type, values);
  return values.map((_, row) => {
    const one = look?.(row);
    return one && [one.classes, ...Object.values(one.style).map(Number)];
  });
}

test("bars begin at zero, wherever it is, and what is no number has none", () => {
  expect(looks("bar", [-1, 3, 0, null, "NaN", "Infinity"])).toEqual([
    ["bar below crossing", 0, 0.25, 0.25, 2],
    ["bar crossing", 0.25, 0.75, 0.25, 2],
    ["bar crossing", 0.25, 0, 0.25, 2],
    undefined,
    undefined,
    undefined,
  ]);
  expect(looks("bar", ["2.00", "4.00"], "decimal(4,2)")).toEqual([
    ["bar", 0, 0.5, 0, 4],
    ["bar", 0, 1, 0, 4],
  ]);
  expect(looks("bar", [-4, -2])).toEqual([
    ["bar below crossing", 0, 1, 1, 2],
    ["bar below crossing", 0.5, 0.5, 1, 2],
  ]);
  expect(looks("bar", [0, 0])).toEqual([
    ["bar", 0, 0, 0, 1],
    ["bar", 0, 0, 0, 1],
  ]);
});

test("a scale goes from the least to the greatest number, a diverging one from zero both ways", () => {
  expect(looks("scale", [10, 15, 20])).toEqual([
    ["scale", 0],
    ["scale", 0.5],
    ["scale", 1],
  ]);
  expect(looks("scale", [-1.7e308, 1.7e308])).toEqual([
    ["scale", 0],
    ["scale", 1],
  ]);
  expect(looks("diverging", [-5, 0, 10])).toEqual([
    ["scale below", 0.5],
    ["scale", 0],
    ["scale", 1],
  ]);
});

test("a column without numbers has no look, and says so", () => {
  const column = columnOf("bar", "text", ["a"]);
  expect([column.look, column.unfit]).toEqual([undefined, ["show: bar"]]);
  expect(columnOf("bar", "int32", [1]).unfit).toEqual([]);
});
