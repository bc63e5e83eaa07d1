import type { ThumbnailItem, ThumbnailRow } from "../contract/site.js";
import type { Item, Row } from "../project/objects.js";

/** The layout of a dashboard in small: rows of cells with the types of what they draw. Nested rows are one cell. */
export function thumbnailRows(rows: readonly Row[]): ThumbnailRow[] {
  return rows.map(({ height, items }) => ({ height, items: items.map(thumbnailItem) }));
}

function thumbnailItem({ width, content }: Item): ThumbnailItem {
  if (content.kind === "chart") {
    const traceTypes = [...new Set(content.chart.traces.map(({ type }) => type))];
    return { kind: "chart", width, traceTypes };
  }
  if (content.kind !== "rows") return { kind: content.kind, width };
  const inner = content.rows.flatMap(({ items }) => items).map(thumbnailItem);
  const first = inner.find(({ kind }) => kind !== "empty") ?? { kind: "empty" as const };
  return { ...first, width };
}
