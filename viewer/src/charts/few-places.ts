/** Bars and boxes where few of them stand along an axis: none is as wide as the chart. */
import type { JsonObject } from "../../../src/contract/json-value.js";
import { writtenAt } from "./axis-plan.js";
import type { Props } from "./bind.js";
import { listOf } from "./computed.js";
import { valueProperty } from "./subplot-axes.js";

/** Of the axis at most, for each of those that stand side by side. */
const WIDEST = 0.2;
/** Of more than these, the page's own gaps leave less to each. */
const FEW = 3;

/** Types by what their gap and their arrangement are called in a layout. */
const GAPS = {
  bar: { gap: "bargap", mode: "barmode", usual: "group" },
  waterfall: { gap: "waterfallgap", mode: "waterfallmode", usual: "group" },
  box: { gap: "boxgap", mode: "boxmode", usual: "overlay" },
  violin: { gap: "violingap", mode: "violinmode", usual: "overlay" },
} as const;

/** Wider gaps for a layout, where there are so few places; histograms have their own widths. */
export function gapsBetweenFew(data: readonly Props[], layout: JsonObject): JsonObject {
  if (data.some(({ type }) => type === "histogram")) return {};
  const gaps: Record<string, number> = {};
  for (const [type, { gap, mode, usual }] of Object.entries(GAPS)) {
    const drawn = data.filter((trace) => trace["type"] === type);
    if (drawn.length === 0) continue;
    const isBeside = (writtenAt(layout, [mode]) ?? usual) === "group";
    const count = Math.max(...placesByAxis(drawn)) * (isBeside ? drawn.length : 1);
    if (count <= FEW) gaps[gap] = Math.round((1 - count * WIDEST) * 100) / 100;
  }
  return gaps;
}

/** How many places there are along each axis, counted as far as there are few. */
function placesByAxis(traces: readonly Props[]): number[] {
  const axes = new Map<string, Set<unknown>>();
  for (const trace of traces) {
    const { xaxis = "x", yaxis = "y", name } = trace;
    const along = placeProperty(trace);
    const key = `${String(xaxis)} ${String(yaxis)} ${along}`;
    const places = axes.get(key) ?? new Set();
    axes.set(key, places);
    // Boxes without places stand at the names of their series.
    const list = listOf(trace[along]) ?? [name];
    for (let at = 0; at < list.length && places.size <= FEW; at += 1) places.add(list[at]);
  }
  return [...axes.values()].map(({ size }) => size);
}

function placeProperty(trace: Props): "x" | "y" {
  const has = (property: string) => listOf(trace[property]) !== undefined;
  // Boxes that a query has computed have their places in the one that is there.
  if (has("q1")) return has("y") ? "y" : "x";
  // A trace as it is handed to Plotly; of it the orientation is read, which is a text.
  const values = valueProperty(trace["type"] as keyof typeof GAPS, trace as JsonObject, has);
  return values === "x" ? "y" : "x";
}
