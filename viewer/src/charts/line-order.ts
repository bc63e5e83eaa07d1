/** A line whose trace says nothing of an order runs along its x. */
import type { Column } from "../data/column.js";
import type { DrawnSeries } from "./thinning.js";
import { kindOfColumn } from "./value-kind.js";

export interface LineOrder {
  /** The rows of the series in the order in which they are drawn; absent: as they lie. */
  readonly order?: Uint32Array;
  /** The rows share places along x and do not lie in its order. */
  readonly tangled?: true;
}

type Key = number | string;

/**
 * Where all x differ, the order of x; else the rows' own. For lines over numbers, dates and times
 * of traces without `order_by`.
 */
export function lineOrder({ trace, type, result, series }: DrawnSeries): LineOrder {
  if (trace.ordered === true || !hasLine(type, trace.props)) return {};
  const binding = trace.bindings.find(({ path }) => path.length === 1 && path[0] === "x");
  const column = result.columns.find(({ name }) => name === binding?.column);
  const read = column && binding?.index === undefined && !binding?.slice && keyReader(column);
  if (!read) return {};
  const { start, end } = series;
  if (isInOrder(read, start, end)) return {};
  const keys = Array.from({ length: end - start }, (_, index) => read(start + index));
  const places = Uint32Array.from(keys.keys());
  places.sort((a, b) => compare(keys[a], keys[b]) || a - b);
  const isUnique = places.every((place, index) => {
    const key = keys[place];
    return index === 0 || key === undefined || compare(keys[places[index - 1] ?? 0], key) < 0;
  });
  return isUnique ? { order: places.map((place) => start + place) } : { tangled: true };
}

/** Without a list of the keys, since lines of a million rows mostly are. */
function isInOrder(read: (row: number) => Key | undefined, start: number, end: number): boolean {
  let last = read(start);
  for (let row = start + 1; row < end; row += 1) {
    const key = read(row);
    if (compare(last, key) > 0) return false;
    last = key;
  }
  return true;
}

/** Plotly joins points unless the mode says otherwise; areas have an edge in any mode. */
function hasLine(type: string, { mode, fill, stackgroup }: DrawnSeries["trace"]["props"]): boolean {
  if (type !== "scatter" && type !== "scattergl") return false;
  const isArea = (typeof fill === "string" && fill !== "none") || typeof stackgroup === "string";
  return isArea || typeof mode !== "string" || mode.includes("lines");
}

/** Values in the order of x; undefined for rows without one. ISO texts are in the order of time. */
function keyReader(column: Column): ((row: number) => Key | undefined) | undefined {
  const kind = kindOfColumn(column);
  if (kind === "number") {
    return (row) => {
      const number = column.number(row);
      return Number.isNaN(number) ? undefined : number;
    };
  }
  if (kind !== "date" && kind !== "time") return undefined;
  return (row) => {
    const value = column.value(row);
    return typeof value === "string" ? value : undefined;
  };
}

/** What is missing comes last. */
function compare(one: Key | undefined, other: Key | undefined): number {
  if (one === undefined || other === undefined) {
    return Number(one === undefined) - Number(other === undefined);
  }
  return one < other ? -1 : Number(one > other);
}
