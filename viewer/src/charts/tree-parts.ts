/** Trees of which Plotly would draw a part of the rows, or nothing. */
import type { Props } from "./bind.js";
import { listOf } from "./computed.js";

/**
 * A sunburst, treemap or icicle in which rows of one name have a tile each, unless other rows call
 * it their parent, and in which rows are at the top where no parents are written.
 */
export function withTreeParts(trace: Props): Props {
  const names = listOf(trace["ids"]) ?? listOf(trace["labels"]);
  if (!names) return trace;
  const parents = listOf(trace["parents"]);
  const branches = new Set(Array.from(parents ?? [], String));
  const times = new Map<string, number>();
  const ids = Array.from(names, (name) => {
    const text = String(name);
    const before = times.get(text) ?? 0;
    times.set(text, before + 1);
    return branches.has(text) ? text : text + UNSEEN.repeat(before);
  });
  const isTwice = ids.some((id, row) => id !== String(names[row]));
  return {
    ...trace,
    ...(parents ? {} : { parents: ids.map(() => "") }),
    ...(isTwice ? { ids } : {}),
  };
}

const UNSEEN = "\u200B";
