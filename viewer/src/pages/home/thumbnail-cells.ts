/**
 * A small picture of a dashboard, made from its layout alone: where its cards are and what kind of
 * thing is in each.
 */
import type { ThumbnailItem, ThumbnailRow } from "../../../../src/contract/pages/home.js";

/** Size of the picture, in units of its own. */
export const THUMBNAIL = { width: 320, height: 150 } as const;

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What is sketched in a cell. */
export type Glyph =
  | "number"
  | "line"
  | "bars"
  | "points"
  | "slices"
  | "matrix"
  | "map"
  | "boxes"
  | "table"
  | "text"
  | "chips";

/** A card in the picture. */
export interface ThumbnailCell extends Box {
  readonly glyph: Glyph;
  /** Place in the palette, from 1. */
  readonly colour: number;
  /** Varies the invented data, so that two charts do not look alike. */
  readonly seed: number;
}

const MARGIN = 12;
const GAP = 6;
const SMALLEST = 18;
const MOST_ROWS = 3;
const PALETTE_SIZE = 8;
/** What a row as tall as its content counts for, in CSS pixels. */
const CONTENT_HEIGHT = { text: 60, number: 110, other: 240 };

/** The cells of the first rows that fit. */
export function thumbnailCells(rows: readonly ThumbnailRow[]): ThumbnailCell[] {
  const shown = shownRows(rows);
  const heights = rowHeights(shown);
  const cells: ThumbnailCell[] = [];
  let y = MARGIN;
  let charts = 0;
  shown.forEach(({ items }, row) => {
    const height = heights[row] ?? 0;
    const total = items.reduce((sum, { width }) => sum + Math.max(1, width), 0);
    const room = THUMBNAIL.width - 2 * MARGIN - GAP * (items.length - 1);
    let x = MARGIN;
    for (const item of items) {
      const width = (room * Math.max(1, item.width)) / total;
      if (item.kind !== "empty" && y + height <= THUMBNAIL.height - MARGIN + 0.5) {
        const glyph = glyphOf(item);
        if (item.kind === "chart" && glyph !== "number") charts += 1;
        const colour = ((Math.max(1, charts) - 1) % PALETTE_SIZE) + 1;
        cells.push({ x, y, width, height, glyph, colour, seed: cells.length + 1 });
      }
      x += width + GAP;
    }
    y += height + GAP;
  });
  return cells;
}

/** The first rows with something to see; what only explains or chooses gives way. */
function shownRows(rows: readonly ThumbnailRow[]): ThumbnailRow[] {
  const filled = rows.filter(({ items }) => items.length > 0);
  const telling = filled.filter(({ items }) =>
    items.some((item) => !["text", "chips"].includes(glyphOf(item))),
  );
  return (telling.length >= MOST_ROWS ? telling : filled).slice(0, MOST_ROWS);
}

/** In proportion to the rows' own heights, none too small to be seen. */
function rowHeights(rows: readonly ThumbnailRow[]): number[] {
  const wanted = rows.map((row) => row.height || contentHeight(row));
  const total = wanted.reduce((sum, height) => sum + height, 0);
  const room = THUMBNAIL.height - 2 * MARGIN - GAP * (rows.length - 1);
  const scaled = wanted.map((height) => Math.max(SMALLEST, (room * height) / total));
  const excess = scaled.reduce((sum, height) => sum + height, 0) - room;
  const spare = scaled.reduce((sum, height) => sum + height - SMALLEST, 0);
  if (excess <= 0 || spare <= 0) return scaled;
  return scaled.map((height) => height - (excess * (height - SMALLEST)) / spare);
}

function contentHeight({ items }: ThumbnailRow): number {
  const kinds = items.map(glyphOf);
  if (kinds.every((glyph) => glyph === "text" || glyph === "chips")) return CONTENT_HEIGHT.text;
  return kinds.every((glyph) => glyph === "number") ? CONTENT_HEIGHT.number : CONTENT_HEIGHT.other;
}

function glyphOf({ kind, traceTypes = [] }: ThumbnailItem): Glyph {
  if (kind === "table") return "table";
  if (kind === "markdown" || kind === "empty") return "text";
  if (kind === "selector" || kind === "input") return "chips";
  const [type = "scatter"] = traceTypes;
  return GLYPHS.find(([pattern]) => pattern.test(type))?.[1] ?? "points";
}

/** First match wins. */
const GLYPHS: readonly (readonly [RegExp, Glyph])[] = [
  [/^indicator$/, "number"],
  [/^(bar|histogram|waterfall|funnel|candlestick|ohlc|barpolar)$/, "bars"],
  [/^(heatmap|histogram2d|contour|image|surface|splom|carpet)/, "matrix"],
  [/geo$|^choropleth|map(box)?$/, "map"],
  [/^(pie|sunburst|treemap|icicle|funnelarea)$/, "slices"],
  [/^(box|violin)$/, "boxes"],
  [/^table$/, "table"],
  [/^scatter(gl)?$/, "line"],
];
