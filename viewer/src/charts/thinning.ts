/** Decides which series of a chart are drawn with fewer points, and says so. */
import { grouped } from "../format/grouped.js";
import type { SiteTrace } from "../../../src/contract/pages/dashboard.js";
import type { LoadedResult, Series } from "../data/column.js";
import type { DrawnRows } from "./drawn-values.js";
import {
  GPU_MARKER_LIMIT,
  keepExtremes,
  LINE_INTERVALS,
  MARKER_LIMIT,
  sampleEvenly,
} from "./thin.js";
import type { TraceType } from "./trace-types.js";

/** One series that is to be drawn. */
export interface DrawnSeries {
  readonly trace: SiteTrace;
  readonly type: TraceType;
  readonly result: LoadedResult;
  readonly series: Series;
  /** Its rows in the order in which they are drawn; absent: as they lie. */
  readonly order?: Uint32Array;
  /** A line that would need an order of its rows. */
  readonly tangled?: true;
}

export interface Thinned {
  readonly rows: readonly DrawnRows[];
  readonly notices: readonly string[];
}

const POINTS = new Set<TraceType>([
  "scatter",
  "scattergl",
  "scatterpolar",
  "scatterpolargl",
  "scattergeo",
  "scattermap",
  "scatterternary",
  "scatter3d",
]);
const GPU = new Set<TraceType>(["scattergl", "scatterpolargl", "scattermap", "scatter3d"]);

/** The rows to draw of each series, in the same order. */
export function thinSeries(all: readonly DrawnSeries[]): Thinned {
  const lines = all.filter((one) => isLine(one));
  const points = all.filter((one) => POINTS.has(one.type) && !isLine(one));
  const linePoints = count(lines);
  const markers = count(points);
  const limit = points.some(({ type }) => !GPU.has(type)) ? MARKER_LIMIT : GPU_MARKER_LIMIT;
  const thinLines = linePoints > MARKER_LIMIT;
  const thinPoints = markers > limit;

  function rowsOf(one: DrawnSeries): DrawnRows {
    const { start, end } = one.series;
    const share = (end - start) / Math.max(1, isLine(one) ? linePoints : markers);
    if (thinLines && isLine(one)) {
      return {
        start,
        end,
        picks: ordered(one, linePicks(one, Math.max(200, Math.floor(LINE_INTERVALS * share)))),
      };
    }
    if (thinPoints && points.includes(one)) {
      return {
        start,
        end,
        picks: ordered(one, sampleEvenly(start, end, Math.max(1, Math.floor(limit * share)))),
      };
    }
    return { start, end, ...(one.order ? { picks: one.order } : {}) };
  }

  const rows = all.map(rowsOf);
  const notices: string[] = [];
  if (thinPoints) {
    const shown = all.reduce(
      (sum, one, index) => sum + (points.includes(one) ? drawn(rows[index]) : 0),
      0,
    );
    notices.push(`Showing ${grouped(shown)} of ${grouped(markers)} points, sampled evenly.`);
  }
  if (thinLines) {
    notices.push(
      `${grouped(linePoints)} points drawn by the extremes of short intervals; no peak is lost.`,
    );
  }
  return { rows, notices };
}

/**
 * A line along rows in order. Stacked areas need the same places in every series, so they are
 * sampled like markers.
 */
function isLine({ type, trace, series }: DrawnSeries): boolean {
  if (type !== "scatter" && type !== "scattergl") return false;
  const { mode, stackgroup } = trace.props;
  if (typeof stackgroup === "string" && stackgroup !== "") return false;
  return typeof mode === "string" ? mode.includes("lines") : series.end - series.start >= 20;
}

/** Picks are places in the drawn order, counted from the first row of the series. */
function ordered({ order, series }: DrawnSeries, picks: Uint32Array): Uint32Array {
  return order ? picks.map((place) => order[place - series.start] ?? 0) : picks;
}

function linePicks({ trace, result, series, order }: DrawnSeries, intervals: number): Uint32Array {
  const { start, end } = series;
  const binding = trace.bindings.find(({ path }) => path.length === 1 && path[0] === "y");
  const column = result.columns.find(({ name }) => name === binding?.column);
  const intervalCount = Math.min(intervals, end - start);
  return column
    ? keepExtremes(
        (place) => column.number(order?.[place - start] ?? place),
        start,
        end,
        intervalCount,
      )
    : sampleEvenly(start, end, intervalCount * 4);
}

function count(all: readonly DrawnSeries[]): number {
  return all.reduce((sum, { series }) => sum + series.end - series.start, 0);
}

function drawn(rows: DrawnRows | undefined): number {
  return rows ? (rows.picks?.length ?? rows.end - rows.start) : 0;
}
