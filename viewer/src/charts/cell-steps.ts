/** How large the cells of a heatmap are, where a choice leaves too few places to tell. */
import type { SiteTrace } from "../../../src/contract/pages/dashboard.js";
import { isNumeric } from "../../../src/contract/logical-type.js";
import type { Column, LoadedResult } from "../data/column.js";
import { isTemporal } from "../data/compare.js";
import type { Props } from "./bind.js";

/**
 * The least distance between places of all rows, as Plotly's `dx` and `dy`, which it reads of a
 * heatmap without places only: {@link evenPlaces} takes them from there.
 */
export function cellSteps({ type, bindings }: SiteTrace, { all }: LoadedResult): Props {
  if (type !== "heatmap" || !all) return {};
  const { columns } = all();
  return Object.fromEntries(
    (["x", "y"] as const).flatMap((property) => {
      const bound = bindings.find(({ path }) => path.length === 1 && path[0] === property);
      const column = columns.find(({ name }) => name === bound?.column);
      const step = column && leastStep(column);
      return step === undefined ? [] : [[`d${property}`, step]];
    }),
  );
}

/** Dates in milliseconds. */
function leastStep({ type, length, value, number }: Column): number | undefined {
  const isDate = isTemporal(type) && type !== "time";
  if (!isDate && !isNumeric(type)) return undefined;
  const at = (row: number) => (isDate ? Date.parse(String(value(row))) : number(row));
  const places = new Set<number>();
  for (let row = 0; row < length; row += 1) if (value(row) !== null) places.add(at(row));
  const sorted = Float64Array.from(places).toSorted();
  let least = Infinity;
  for (let index = 1; index < sorted.length; index += 1) {
    least = Math.min(least, (sorted[index] ?? 0) - (sorted[index - 1] ?? 0));
  }
  return Number.isFinite(least) ? least : undefined;
}
