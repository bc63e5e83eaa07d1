import { expect, test } from "vitest";
import type { Artifact } from "../contract/manifest.js";
import { loadFiles } from "../../test/support/load-files.js";
import { shownObject } from "./shown-object.js";

test("a range in which no row lies is told, with the one in which all do", async () => {
  const project = await loadFiles({
    "headwater.yml": `
name: shop
sources: [{ name: orders, type: csv, file: orders.csv }]
models: [{ name: rows, source: ref(orders) }]
inputs:
  - { name: period, column: day, type: range, by: month }
  - { name: size, column: amount, type: range, step: 10 }
tables: [{ name: listed, model: ref(rows), inputs: [ref(period), ref(size)] }]
`,
    "orders.csv": "day,amount\n",
  });
  const [table] = project.tables;
  if (!table) throw new Error("There is no table");
  const columns = [
    { name: "day", type: "date" },
    { name: "amount", type: "int64" },
  ] as const;
  const builtAt = "2024-08-01T00:00:00Z";
  const artifact: Artifact = { hash: "a", format: "parquet", rows: 3, bytes: 9, columns, builtAt };
  const values = [
    ["2024-03-09", null, "2024-01-05"],
    [12, 7, 95],
  ];
  const stored = {
    rows: 3,
    columns: columns.map((column, index) => ({ ...column, values: values[index] ?? [] })),
    cohorts: [{ name: null, rows: 3 }],
  };
  const told = (...written: string[]) => {
    const rows = shownObject(table, written, "UTC").fold?.(stored, artifact);
    return [rows?.result.rows, rows?.unknown.map(({ message, hint }) => `${message} ${hint}`)];
  };
  expect(told("period=2024-03", "size=90..100")).toEqual([0, []]);
  expect(told("period=2030-01..2030-06")).toEqual([
    0,
    [
      "`2030-01..2030-06` is not among the values of the input `period`: no row passes for it. All values lie in `2024-01..2024-03`.",
    ],
  ]);
  expect(told("size=100..120")[1]).toEqual([
    "`100..120` is not among the values of the input `size`: no row passes for it. All values lie in `0..100`.",
  ]);
});
