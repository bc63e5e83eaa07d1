/** Slices whose shares are those of what is drawn. */
import type { Props } from "./bind.js";
import { listOf } from "./computed.js";

/**
 * A pie or a funnel area without the values of labels whose sum is negative: Plotly leaves such a
 * slice out, and takes it off the total all the same.
 */
export function withoutNegativeSlices(trace: Props): Props {
  const values = listOf(trace["values"]);
  if (!values) return trace;
  const labels = listOf(trace["labels"]);
  const sums = new Map<string, number>();
  const labelOf = (row: number) => sliceName(labels?.[row], row);
  const rows = Array.from(values, Number);
  rows.forEach((value, row) => {
    if (Number.isFinite(value)) sums.set(labelOf(row), (sums.get(labelOf(row)) ?? 0) + value);
  });
  if (![...sums.values()].some((sum) => sum < 0)) return trace;
  return {
    ...trace,
    values: Array.from(values, (value, row) => ((sums.get(labelOf(row)) ?? 0) < 0 ? null : value)),
  };
}

/** As Plotly names slices: one without a label has its place. */
export function sliceName(label: unknown, row: number): string {
  if (label === undefined || label === "") return String(row);
  return typeof label === "string" ? label : JSON.stringify(label);
}
