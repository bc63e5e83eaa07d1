/** Aggregates of a plan, each folded over the rows that pass. */
import type { CubeExpression } from "../contract/cube.js";
import type { Value } from "../contract/result.js";
import { codesOf, type Codes } from "./codes.js";
import { sumColumn, type Passing } from "./sums.js";
import { columnAt, type FoldColumn, type FoldTable } from "./table.js";

/** The value of each group, NULL or 0 where nothing of it passes. */
export type Aggregate = (passing: Passing) => readonly Value[];

export type AggregateExpression = Extract<
  CubeExpression,
  { is: "sum" | "count" | "and" | "or" | "least" | "greatest" | "distinct" }
>;

/** What is done once for all choices. */
export function prepareAggregate(table: FoldTable, expression: AggregateExpression): Aggregate {
  const column = columnAt(table, expression.column);
  switch (expression.is) {
    case "sum":
      return sumColumn(column).sums;
    case "count": {
      const { sums } = sumColumn(column);
      return (passing) => sums(passing).map((sum) => sum ?? 0);
    }
    case "least":
    case "greatest": {
      const { value: place } = columnAt(table, expression.classes);
      const sign = expression.is === "least" ? -1 : 1;
      const ranks = ranksOf(column, (row) => Number(place(row)) * sign);
      return (passing) => best(column, ranks, passing);
    }
    case "and":
    case "or": {
      const wanted = expression.is === "or";
      const ranks = ranksOf(column, (row) => Number(truth(column.value(row)) === wanted));
      return (passing) => best(column, ranks, passing);
    }
    default: {
      const codes = codesOf(table, expression);
      const present = ranksOf(column, () => 1);
      return (passing) => countDistinct(present, codes, passing);
    }
  }
}

/** SQLite and MySQL have numbers for truth. */
function truth(value: Value): boolean {
  return value === true || (value !== null && value !== false && Number(value) !== 0);
}

/** The rank of each row; NaN where the column is NULL. */
function ranksOf({ length, value }: FoldColumn, rank: (row: number) => number): Float64Array {
  const ranks = new Float64Array(length);
  for (let row = 0; row < length; row++) ranks[row] = value(row) === null ? Number.NaN : rank(row);
  return ranks;
}

/** The value of the first row of each group that none outranks. */
function best(
  { value }: FoldColumn,
  ranks: Float64Array,
  { rows, groupOf, groups }: Passing,
): Value[] {
  const found = new Int32Array(groups).fill(-1);
  const highest = new Float64Array(groups).fill(Number.NEGATIVE_INFINITY);
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index] ?? 0;
    const group = groupOf[row] ?? 0;
    const rank = ranks[row] ?? Number.NaN;
    // No comparison with NaN is true.
    if (rank > (highest[group] ?? 0)) {
      highest[group] = rank;
      found[group] = row;
    }
  }
  return Array.from(found, (row) => (row < 0 ? null : value(row)));
}

/** Up to so many pairs of a group and a value are ticked in a list. */
const MOST_LISTED = 8_000_000;

function countDistinct(
  present: Float64Array,
  { ofRow, firstRows }: Codes,
  { rows, groupOf, groups }: Passing,
): Value[] {
  const size = firstRows.length;
  const seen = groups * size > MOST_LISTED ? new Set<number>() : new Uint8Array(groups * size);
  const counts = new Int32Array(groups);
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index] ?? 0;
    if (Number.isNaN(present[row])) continue;
    const group = groupOf[row] ?? 0;
    const pair = group * size + (ofRow[row] ?? 0);
    if (seen instanceof Set ? seen.has(pair) : seen[pair] === 1) continue;
    if (seen instanceof Set) seen.add(pair);
    else seen[pair] = 1;
    counts[group] = (counts[group] ?? 0) + 1;
  }
  return Array.from(counts);
}
