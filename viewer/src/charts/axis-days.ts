/** Axes of days: where few days lie along them, Plotly would write hours that no row has. */
import type { Axis, AxisPlan } from "./axis-plan.js";
import { axesOf } from "./subplot-axes.js";
import type { DrawnSeries } from "./thinning.js";

const DAY = 86_400_000;
/** Beyond these Plotly writes no hours. */
const FEW = 7;

/** Whether nothing but a few days lies along an axis. */
export function isOfFewDays(axis: Axis, plan: AxisPlan, all: readonly DrawnSeries[]): boolean {
  if (axis.kind !== "date") return false;
  let [first, last] = [Infinity, -Infinity];
  for (const { trace, type, result, series } of all) {
    for (const [property] of axesOf(type, trace.props)) {
      if (plan.of(trace, property) !== axis) continue;
      const binding = trace.bindings.find(({ path }) => path.join() === property);
      const column = result.columns.find(({ name }) => name === binding?.column);
      if (!column) continue;
      for (let row = series.start; row < series.end; row += 1) {
        const value = column.value(row);
        if (value === null) continue;
        const day = dayOf(String(value));
        if (day === undefined) return false;
        if (!Number.isNaN(day)) [first, last] = [Math.min(first, day), Math.max(last, day)];
        if (last - first > FEW * DAY) return false;
      }
    }
  }
  return first <= last;
}

/** NaN for a day that is too far away; undefined for what is more exact than a day. */
function dayOf(text: string): number | undefined {
  return text.length > 10 && /[T ]/.test(text) ? undefined : Date.parse(text);
}
