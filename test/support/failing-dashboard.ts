/** A dashboard whose cards lack what they show, each in a way of its own. */
import type { Diagnostic } from "../../src/contract/diagnostic.js";
import type { SiteTable } from "../../src/contract/pages/dashboard.js";
import { BUILT_AT, DashboardBuilder, filesOf, result } from "./northwind.js";
import type { SiteFiles } from "./site-fixture.js";

const LOST: Diagnostic = {
  code: "query-failed",
  severity: "error",
  message: "The relation `orders` does not exist.",
};

const CAST: Diagnostic = {
  code: "column-type-guessed",
  severity: "warning",
  message: "The column `amount` is read as text.",
};

/**
 * Tables: of a failed model, of a model without rows but a warning, of a stale one, of two traces
 * one of which failed.
 */
export function failingSite(): SiteFiles {
  const builder = new DashboardBuilder("Failing");
  const rows = result("orders", { "columns.city": ["text", ["Oslo", "Rome"]] });
  const numbers = result("numbers", { "props.x": ["int32", [1, 2]], "props.y": ["int32", [3, 4]] });
  const orders = builder.trace("orders", "scatter", {}, rows);
  const lost = builder.trace("lost", "scatter", {}, rows, { status: "failed", problems: [LOST] });
  const { data, ...withoutData } = builder.traces[lost] ?? {};
  Object.assign(builder.traces, { lost: withoutData });
  if (!data) throw new Error("The trace has no data.");
  const stale = { ...data, builtAt: BUILT_AT };
  const table = (name: string, shown: Partial<SiteTable>): SiteTable => ({
    name,
    rowsPerPage: 5,
    traces: [],
    problems: [],
    ...shown,
  });
  Object.assign(builder.tables, {
    "Failed model": table("Failed model", {
      model: { name: "people", status: "failed", problems: [LOST] },
    }),
    "Model to come": table("Model to come", {
      model: { name: "people", status: "pending", problems: [CAST] },
    }),
    "Stale model": table("Stale model", {
      model: { name: "people", status: "stale", data: stale, problems: [LOST] },
    }),
    "Half a table": table("Half a table", { traces: [{ trace: orders }, { trace: lost }] }),
    "Unknown trace": table("Unknown trace", { traces: [{ trace: "nobody" }] }),
    Orders: table("Orders", { traces: [{ trace: orders }] }),
  });
  builder.row(320, builder.chart("Numbers", [builder.trace("numbers", "bar", {}, numbers)]));
  for (const name of ["Missing", ...Object.keys(builder.tables)]) {
    builder.row(0, { width: 1, problems: [], content: { kind: "table", table: name } });
  }
  return filesOf([{ builder, dashboard: builder.build() }]);
}
