/**
 * Rows of items, side by side in proportion to their widths on wide screens and below each other on
 * narrow ones.
 */
import type { JSX } from "preact";
import type { SiteItem, SiteItemContent, SiteRow } from "../../../src/contract/pages/dashboard.js";
import { isNumbersOnly } from "../charts/kpi.js";
import { useDashboard, useShown } from "./context.js";
import { Card } from "./Card.js";
import { Failure } from "./CardStates.js";
import { ChartItem } from "./ChartItem.js";
import { InputItem } from "./inputs.js";
import { MarkdownItem } from "./MarkdownItem.js";
import { SelectorControl } from "./SelectorControl.js";
import { TABLE_ITEM } from "./table-parts.js";
import "./rows.css";

type Kind = SiteItemContent["kind"];
type ContentOf<K extends Kind> = Extract<SiteItemContent, { kind: K }>;

const CONTENTS: {
  readonly [K in Kind]: (props: { content: ContentOf<K>; alone: boolean }) => JSX.Element | null;
} = {
  chart: ({ content }) => <ChartItem name={content.chart} />,
  table: ({ content }) => <TABLE_ITEM.Component name={content.table} />,
  selector: ({ content }) => <SelectorControl name={content.selector} />,
  markdown: ({ content, alone }) => <MarkdownItem {...content} framed={!alone} />,
  rows: ({ content }) => <Rows rows={content.rows} />,
  input: ({ content }) => <InputItem name={content.input} />,
  empty: () => null,
};

/** What is chosen with, not looked at: a row of nothing else is no higher than it has to be. */
const CONTROLS: ReadonlySet<Kind> = new Set(["selector", "input"]);

/** The rows that selectors leave in sight. */
export function Rows({ rows }: { rows: readonly SiteRow[] }) {
  const shown = useShown();
  return (
    <div class="rows">
      {rows.map((row, index) =>
        shown("row", row.name) ? <Row key={row.name ?? index} row={row} /> : null,
      )}
    </div>
  );
}

function Row({ row }: { row: SiteRow }) {
  const isItemShown = useItemShown();
  const areNumbers = useNumbers();
  const items = row.items
    .map((item, index) => ({ item, key: keyOf(item, index) }))
    .filter(({ item }) => isItemShown(item));
  if (items.length === 0) return null;
  const kinds = new Set(items.map(({ item }) => item.content.kind));
  if ([...kinds].every((kind) => CONTROLS.has(kind))) {
    return (
      <div class="selector-row">
        {items.map(({ item, key }) => (
          <Item key={key} item={item} alone={false} />
        ))}
      </div>
    );
  }
  const size = row.height === 0 ? "" : kinds.has("rows") ? " growing" : " fixed";
  const numbers = items.every(({ item }) => areNumbers(item)) ? " numbers" : "";
  return (
    <div
      class={`row${size}${numbers}`}
      style={rowStyle(
        row,
        items.map(({ item }) => item),
      )}
    >
      {items.map(({ item, key }) => (
        <Item key={key} item={item} alone={items.length === 1} />
      ))}
    </div>
  );
}

function Item({ item, alone }: { item: SiteItem; alone: boolean }) {
  const { content, problems } = item;
  const { kind } = content;
  if (problems.some(({ severity }) => severity === "error")) {
    return (
      <div class="item-frame">
        <Card title={item.name ?? "Item"} failed>
          <Failure title="This item could not be built" problems={problems} />
        </Card>
      </div>
    );
  }
  // The table's keys and the content's kinds are the same, which the compiler cannot follow through
  // an index.
  const Content = CONTENTS[kind] as (props: {
    content: SiteItemContent;
    alone: boolean;
  }) => JSX.Element | null;
  return (
    <div class={CONTROLS.has(kind) ? `selector-item ${kind}-item` : `item-frame ${kind}`}>
      <Content content={content} alone={alone} />
    </div>
  );
}

function useItemShown(): (item: SiteItem) => boolean {
  const shown = useShown();
  return ({ name, content }) => {
    if (!shown("item", name)) return false;
    if (content.kind === "chart") return shown("chart", content.chart);
    return content.kind === "table" ? shown("table", content.table) : true;
  };
}

/** Whether an item is a chart of headline numbers, two of which fit side by side on a phone. */
function useNumbers(): (item: SiteItem) => boolean {
  const { charts, traces } = useDashboard();
  return ({ content }) => {
    if (content.kind !== "chart") return false;
    return isNumbersOnly(
      (charts[content.chart]?.traces ?? []).flatMap((name) => traces[name] ?? []),
    );
  };
}

function keyOf({ name, content }: SiteItem, index: number): string {
  if (content.kind === "chart") return `chart ${content.chart} ${index}`;
  if (content.kind === "table") return `table ${content.table} ${index}`;
  return `${content.kind} ${name ?? ""} ${index}`;
}

function rowStyle({ height }: SiteRow, items: readonly SiteItem[]): Record<string, string> {
  const columns = items.map(({ width }) => `minmax(0, ${Math.max(1, width)}fr)`).join(" ");
  return { "--columns": columns, "--height": `${height}px` };
}
