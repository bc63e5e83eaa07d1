/** Deviations that rows do not have: Plotly would say that they are nought. */
import type { Props } from "./bind.js";
import { listOf, partOf } from "./computed.js";

const BARS = ["error_x", "error_y", "error_z"];
const LISTS = ["array", "arrayminus"];

/** A trace that has no bar where a deviation is missing. */
export function withMissingErrors(trace: Props): Props {
  const changed = BARS.flatMap((bar) => {
    const part = partOf(trace[bar]);
    const lists = LISTS.flatMap((key) => {
      const list = listOf(part[key]);
      if (!list || !Array.prototype.includes.call(list, null)) return [];
      return [[key, Array.from(list, (one) => one ?? Number.NaN)] as const];
    });
    return lists.length > 0 ? [[bar, { ...part, ...Object.fromEntries(lists) }] as const] : [];
  });
  return changed.length > 0 ? { ...trace, ...Object.fromEntries(changed) } : trace;
}
