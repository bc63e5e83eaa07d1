/** Circles of many slices: the smallest are drawn as one, which says how many it stands for. */
import type { Props } from "./bind.js";
import { listOf } from "./computed.js";
import { sliceName } from "./parts-of-a-whole.js";

/** More slices than these are no longer told apart. */
const MOST_SLICES = 12;
/** What is written of a single slice. */
const WRITTEN = ["text", "hovertext"];

/** The properties that change, and how many slices have become one. */
export interface Folded {
  readonly props: Props;
  readonly count: number;
}

/** Of a filled pie or funnel area; undefined where all slices stay. */
export function foldSlices(trace: Props): Folded | undefined {
  const labels = listOf(trace["labels"]);
  if (!labels) return undefined;
  const values = listOf(trace["values"]);
  const names = Array.from(labels, (label, row) => sliceName(label, row));
  const sums = new Map<string, number>();
  names.forEach((name, row) => {
    const value = values ? Number(values[row] ?? Number.NaN) : 1;
    if (Number.isFinite(value)) sums.set(name, (sums.get(name) ?? 0) + value);
  });
  // Slices below zero are left out, and named.
  const drawn = [...sums].filter(([, sum]) => sum >= 0);
  // A single one takes no more room than what would stand for it.
  if (drawn.length <= MOST_SLICES + 1) return undefined;
  const small = drawn.toSorted(([, a], [, b]) => b - a).slice(MOST_SLICES);
  const folded = new Set(small.map(([name]) => name));
  const isFolded = names.map((name) => folded.has(name));
  const texts = WRITTEN.flatMap((key) => {
    const list = listOf(trace[key]);
    return list ? [[key, Array.from(list, (one, row) => (isFolded[row] ? "" : one))] as const] : [];
  });
  const label = `${folded.size} more`;
  return {
    props: {
      ...Object.fromEntries(texts),
      labels: Array.from(labels, (one, row) => (isFolded[row] ? label : one)),
    },
    count: folded.size,
  };
}
