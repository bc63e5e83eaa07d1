/** The order of a column's values, found once, so that sorting again costs next to nothing. */
import type { LogicalType } from "../../../src/contract/logical-type.js";
import type { Value } from "../../../src/contract/result.js";
import { comparison } from "../data/compare.js";
import { sortedPlaces, type Steps } from "./steps.js";

export interface ValueOrder {
  /** By row from the first on: the place of its value; equal values share one. */
  readonly places: Uint32Array;
  /** How many places there are; NULL has this one. */
  readonly count: number;
}

const ROWS_OF_STEP = 1024;

/** Of the rows `start…end`. */
export function* valueOrder(
  { type, value }: { readonly type: LogicalType; readonly value: (row: number) => Value },
  start: number,
  end: number,
): Steps<ValueOrder> {
  const codes = new Map<NonNullable<Value>, number>();
  const places = new Uint32Array(end - start);
  // Until the distinct values are in order, NULL stands behind any code.
  const none = end - start;
  for (let row = start; row < end; row += 1) {
    const one = value(row);
    places[row - start] = one === null ? none : codeOf(one, codes);
    if (row % ROWS_OF_STEP === 0) yield;
  }
  const distinct = [...codes.keys()];
  const compare = comparison(type, () => distinct);
  const inOrder = (a: number, b: number) => compare(distinct[a] ?? "", distinct[b] ?? "");
  const sorted = yield* sortedPlaces(distinct.length, inOrder);
  const placeOfCode = new Uint32Array(distinct.length);
  let count = 0;
  sorted.forEach((code, index) => {
    const before = sorted[index - 1];
    if (before !== undefined && inOrder(before, code) !== 0) count += 1;
    placeOfCode[code] = count;
  });
  if (distinct.length > 0) count += 1;
  return { places: places.map((code) => placeOfCode[code] ?? count), count };
}

function codeOf(value: NonNullable<Value>, codes: Map<NonNullable<Value>, number>): number {
  const known = codes.get(value);
  if (known !== undefined) return known;
  codes.set(value, codes.size);
  return codes.size - 1;
}

/**
 * Rows in that order or its reverse; NULL is last either way, and rows of equal values stay in the
 * order in which they came. `start` is the row of the first place.
 */
export function inValueOrder(
  rows: Uint32Array,
  { places, count }: ValueOrder,
  { start, descending }: { readonly start: number; readonly descending: boolean },
): Uint32Array {
  const placeOf = (row: number) => {
    const place = places[row - start] ?? count;
    return place === count || !descending ? place : count - 1 - place;
  };
  const next = new Uint32Array(count + 2);
  for (const row of rows) next[placeOf(row) + 1] = (next[placeOf(row) + 1] ?? 0) + 1;
  for (let place = 1; place < next.length; place += 1) {
    next[place] = (next[place] ?? 0) + (next[place - 1] ?? 0);
  }
  const ordered = new Uint32Array(rows.length);
  for (const row of rows) {
    const place = placeOf(row);
    const at = next[place] ?? 0;
    ordered[at] = row;
    next[place] = at + 1;
  }
  return ordered;
}
