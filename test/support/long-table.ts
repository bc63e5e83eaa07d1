/** A dashboard with one table of many rows, all of which scroll. */
import type { SiteTableColumn } from "../../src/contract/pages/dashboard.js";
import { arrowResult } from "./arrow-result.js";
import { BUILT_AT, DashboardBuilder, filesOf } from "./northwind.js";
import type { SiteFiles } from "./site-fixture.js";

const REGIONS = ["north", "south", "east", "west"];

/** `item 0`, `item 1`, …, with a region, units that repeat after 1,000 and a change around 0, in a row of a height. */
export function longTable(
  rows: number,
  columns?: readonly SiteTableColumn[],
  height = 520,
): SiteFiles {
  const numbers = Array.from({ length: rows }, (_, row) => row);
  const data = arrowResult(
    {
      name: ["text", numbers.map((row) => `item ${row}`)],
      region: ["text", numbers.map((row) => (row % 10 === 9 ? null : REGIONS[row % 4]))],
      units: ["int32", numbers.map((row) => row % 1_000)],
      amount: ["decimal(12,2)", numbers.map((row) => (row / 100).toFixed(2))],
      change: ["float64", numbers.map((row) => ((row % 201) - 100) / 100)],
      day: ["date", numbers.map((row) => new Date(Date.UTC(2020, 0, 1 + (row % 2_000))))],
    },
    [{ name: null, rows }],
  );
  const builder = new DashboardBuilder("Long");
  builder.files.set("data/long.arrow", data);
  const item = { width: 1, problems: [], content: { kind: "table", table: "Items" } } as const;
  builder.row(height, item);
  Object.assign(builder.tables, {
    Items: {
      name: "Items",
      traces: [],
      problems: [],
      model: {
        name: "items",
        status: "ok",
        problems: [],
        data: { url: "data/long.arrow", format: "arrow", rows, builtAt: BUILT_AT },
        ...(columns && { columns }),
      },
    },
  });
  return filesOf([{ builder, dashboard: builder.build() }]);
}
