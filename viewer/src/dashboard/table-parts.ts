/** What shows rows as tables, loaded together. */
import type { ChartTableProps } from "./ChartTable.js";
import { definePart } from "./parts.js";

/** A table in its card. */
export const TABLE_ITEM = definePart<{ name: string }>(
  async () => (await import("./TableItem.js")).TableItem,
);

/** The rows of a chart instead of its picture. */
export const CHART_TABLE = definePart<ChartTableProps>(
  async () => (await import("./ChartTable.js")).ChartTable,
);
