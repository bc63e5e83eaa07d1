import type { Chart, ItemContent, Row, Table } from "../../project/objects.js";

/** The charts and tables of some rows, in their order, each once. */
export function cardsOf(rows: readonly Row[]): (Chart | Table)[] {
  const cards = contentsOf(rows).flatMap((content): (Chart | Table)[] => {
    if (content.kind === "chart") return [content.chart];
    return content.kind === "table" ? [content.table] : [];
  });
  return [...new Set(cards)];
}

/** Nested rows in their place. */
function contentsOf(rows: readonly Row[]): ItemContent[] {
  return rows.flatMap(({ items }) =>
    items.flatMap(({ content }) => (content.kind === "rows" ? contentsOf(content.rows) : content)),
  );
}
