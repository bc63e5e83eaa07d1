/** The categories along an axis, in the order of the rows behind all its series. */
import type { Formatter } from "../format/value.js";
import type { Axis, AxisPlan } from "./axis-plan.js";
import { mergeOrders } from "./category-order.js";
import { nameReader } from "./drawn-values.js";
import { axesOf } from "./subplot-axes.js";
import type { DrawnSeries } from "./thinning.js";

/**
 * Undefined where Plotly's own order, that of first appearance, is right: for a single series, and
 * for what has its places from elsewhere.
 */
export function drawnCategories(
  axis: Axis,
  plan: AxisPlan,
  all: readonly DrawnSeries[],
  formatter: Formatter,
): string[] | undefined {
  const sequences: (readonly string[])[] = [];
  let count = 0;
  for (const trace of new Set(all.map((one) => one.trace))) {
    const series = all.filter((one) => one.trace === trace);
    for (const [property] of axesOf(series[0]?.type, trace.props)) {
      if (plan.of(trace, property) !== axis) continue;
      const names = namesOf(series, property, formatter);
      if (!names) return undefined;
      sequences.push(...names);
      count += series.length;
    }
  }
  return count > 1 ? mergeOrders(sequences) : undefined;
}

/** One sequence where the order of the query's rows is known, else one for each series. */
function namesOf(
  series: readonly DrawnSeries[],
  property: string,
  formatter: Formatter,
): string[][] | undefined {
  const [first] = series;
  const binding = first?.trace.bindings.find(({ path }) => path[0] === property);
  const column = first?.result.columns.find(({ name }) => name === binding?.column);
  if (!first || !binding || !column) {
    const written = first?.trace.props[property];
    return Array.isArray(written) ? [written.map(String)] : undefined;
  }
  if (binding.path.length > 1 || binding.index !== undefined || binding.slice) return undefined;
  const { order } = first.result;
  const rows = series.map(({ series: { start, end } }) =>
    Array.from({ length: end - start }, (_, index) => start + index),
  );
  const inOrder = order
    ? [rows.flat().toSorted((a, b) => (order[a] ?? 0) - (order[b] ?? 0))]
    : rows;
  return inOrder.map((own) => own.map(nameReader(column, formatter)));
}
