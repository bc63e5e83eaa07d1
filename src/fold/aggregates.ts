/** Aggregates of a plan, each folded over the rows that pass. */
import type { CubeExpression } from "../contract/cube.js";
import type { Value } from "../contract/result.js";
import { codesOf } from "./codes.js";
import { sumColumn, type Passing } from "./sums.js";
import { columnAt, type FoldTable } from "./table.js";

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
      const better = (one: number, other: number) =>
        (Number(place(one)) - Number(place(other))) * sign > 0;
      return (passing) => best(column.value, passing, better);
    }
    case "and":
    case "or": {
      const wanted = expression.is === "or";
      const better = (row: number, other: number) =>
        truth(column.value(row)) === wanted && truth(column.value(other)) !== wanted;
      return (passing) => best(column.value, passing, better);
    }
    default: {
      const { ofRow } = codesOf(table, expression);
      return (passing) => countDistinct(column.value, ofRow, passing);
    }
  }
}

/** SQLite and MySQL have numbers for truth. */
function truth(value: Value): boolean {
  return value === true || (value !== null && value !== false && Number(value) !== 0);
}

/** The value of the row of each group than which none is better; NULL rows do not count. */
function best(
  value: (row: number) => Value,
  { rows, groupOf, groups }: Passing,
  better: (row: number, other: number) => boolean,
): Value[] {
  const found = new Int32Array(groups).fill(-1);
  for (const row of rows) {
    if (value(row) === null) continue;
    const group = groupOf[row] ?? 0;
    const other = found[group] ?? -1;
    if (other < 0 || better(row, other)) found[group] = row;
  }
  return Array.from(found, (row) => (row < 0 ? null : value(row)));
}

function countDistinct(
  value: (row: number) => Value,
  codes: Int32Array,
  { rows, groupOf, groups }: Passing,
): Value[] {
  const seen = Array.from({ length: groups }, () => new Set<number>());
  for (const row of rows) if (value(row) !== null) seen[groupOf[row] ?? 0]?.add(codes[row] ?? 0);
  return seen.map(({ size }) => size);
}
