/** Expressions of a plan over the groups that a choice leaves. */
import type { ArithmeticDialect, CubeExpression } from "../contract/cube.js";
import type { LogicalType } from "../contract/logical-type.js";
import type { Value } from "../contract/result.js";
import { prepareAggregate, type Aggregate, type AggregateExpression } from "./aggregates.js";
import type { Calculate } from "./calculation.js";
import { FoldFault } from "./fold-fault.js";
import type { Passing } from "./sums.js";
import { columnAt, type FoldTable } from "./table.js";
import type { OfGroup } from "./typed-value.js";

/** Evaluates an expression for one choice; `firstRows` are the first stored rows of the groups. */
export type Evaluation = (expression: CubeExpression) => OfGroup;

/** Aggregates are prepared once and folded once per choice, however often they are used. */
export function prepareExpressions(
  table: FoldTable,
  dialect: ArithmeticDialect,
  calculate: Calculate,
): (passing: Passing, firstRows: readonly number[]) => Evaluation {
  const prepared = new Map<string, Aggregate>();

  function aggregateOf(expression: AggregateExpression): Aggregate {
    const key = `${expression.is} ${expression.column}`;
    const known = prepared.get(key) ?? prepareAggregate(table, expression);
    prepared.set(key, known);
    return known;
  }

  return (passing, firstRows) => {
    const folded = new Map<Aggregate, readonly Value[]>();

    function fold(expression: AggregateExpression): (group: number) => Value {
      const aggregate = aggregateOf(expression);
      const values = folded.get(aggregate) ?? aggregate(passing);
      folded.set(aggregate, values);
      return (group) => values[group] ?? null;
    }

    return function evaluate(expression: CubeExpression): OfGroup {
      switch (expression.is) {
        case "literal":
          return () => expression;
        case "column": {
          const { type, value } = columnAt(table, expression.column);
          return (group) => {
            const row = firstRows[group];
            return { type, value: row === undefined ? null : value(row) };
          };
        }
        case "average":
        case "call":
          return calculate(expression, table, dialect, evaluate);
        default: {
          const type = typeOfAggregate(expression, table);
          const value = fold(expression);
          const isBounded = expression.is === "sum" && type === "int64" && BOUNDED.has(dialect);
          if (!isBounded) return (group) => ({ type, value: value(group) });
          return (group) => ({ type, value: within64Bits(value(group)) });
        }
      }
    };
  };
}

/** Dialects that refuse sums of integers beyond 64 bits; others widen them. */
const BOUNDED: ReadonlySet<ArithmeticDialect> = new Set(["bigquery", "sqlite"]);

function within64Bits(value: Value): Value {
  if (typeof value === "string" && BigInt.asIntN(64, BigInt(value)) !== BigInt(value)) {
    throw new FoldFault(`The sum ${value} is beyond 64 bits, which the source refuses.`);
  }
  return value;
}

function typeOfAggregate({ is, column }: AggregateExpression, table: FoldTable): LogicalType {
  return is === "distinct" ? "int64" : columnAt(table, column).type;
}
