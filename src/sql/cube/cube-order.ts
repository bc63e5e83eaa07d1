/** ORDER BY of a trace that follows inputs: how its rows are stored, and how folded ones are sorted. */
import type { CubeExpression, CubeOrder } from "../../contract/cube.js";
import type { Dialect } from "../dialect.js";
import { dialects } from "../dialects.js";
import { orderItems, type OrderItem } from "../trace/ordering.js";
import type { Expression, TraceExpressions } from "../trace/trace-expressions.js";
import type { CompileCubeOptions } from "./compile-cube-options.js";
import type { StoredColumns } from "./stored-columns.js";

export interface OrderedCube {
  readonly expressions: TraceExpressions;
  readonly options: CompileCubeOptions;
  /** Gets what the order needs, and the expressions by which rows are stored. */
  readonly columns: StoredColumns;
  /** What a row's expression is in the query that groups. */
  readonly roleOf: (sql: string) => "key" | "bare";
  /** An expression over the rows that fall into one. */
  readonly valueOf: (expression: Expression) => CubeExpression;
}

interface CubeOrders {
  readonly order: readonly CubeOrder[];
  /** What follows each expression by which rows are stored. */
  readonly directions: readonly string[];
}

type Nulls = OrderItem["nulls"];

/**
 * Rows are stored in the order of what is known of each; aggregates order what is folded. Where a
 * row's expression stands before an aggregate, its classes are compared as well.
 */
export function orderCube({
  expressions,
  options,
  columns,
  roleOf,
  valueOf,
}: OrderedCube): CubeOrders {
  const dialect = dialects[options.dialect];
  const { orderBy, cohort } = expressions;
  const directions: string[] = [];

  function orderStored(sql: string, descending: boolean, nulls: Nulls): void {
    columns.orderBy(roleOf(sql), sql);
    directions.push(directionOf(descending, nulls));
  }

  const items = orderBy.flatMap((one) =>
    orderItems(one.sql, options.dialect).map((item) => ({ ...item, at: one.at })),
  );
  const read = items.map((item) => {
    const { expression: sql, at } = item;
    const classification = options.classifier.classify(sql, options.dialect);
    return { ...item, of: { sql, at, classification } };
  });
  const last = read.findLastIndex(({ of }) => of.classification.kind === "aggregate");
  const order = read.slice(0, last + 1).map(({ of, descending, nulls }): CubeOrder => {
    const nullsFirst = nulls ? nulls === "first" : standsFirst(dialect, descending);
    if (of.classification.kind === "aggregate") {
      return { value: placeOf(valueOf(of)), descending, nullsFirst };
    }
    const column = columns.add(roleOf(of.sql), of.sql, "keys.order");
    const ranks = columns.ranksOf(column, directionOf(descending, nulls));
    // The source has numbered NULL as well, and in the order's own direction.
    return { value: { is: "column", column: ranks }, descending: false, nullsFirst };
  });
  for (const { expression, descending, nulls } of read.slice(last + 1)) {
    orderStored(expression, descending, nulls);
  }
  if (orderBy.length > 0 && cohort?.classification.kind === "row") {
    orderStored(cohort.sql, false, dialect.nullsLast ? "last" : undefined);
  }
  return { order, directions };
}

/** Whether NULL stands first where nothing says so. */
function standsFirst({ nullIs }: Dialect, descending: boolean): boolean {
  return nullIs !== "last" && (nullIs === "largest") === descending;
}

/** Extremes stand where the source puts them: in the order of their classes. */
function placeOf(value: CubeExpression): CubeExpression {
  if (value.is !== "least" && value.is !== "greatest") return value;
  return { ...value, column: value.classes };
}

function directionOf(descending: boolean, nulls: Nulls): string {
  return `${descending ? " desc" : ""}${nulls ? ` nulls ${nulls}` : ""}`;
}
