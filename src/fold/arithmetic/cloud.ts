/**
 * BigQuery, Snowflake and Trino: nothing is proved, since their engines are no part of the tests. Averages
 * that are doubles are a quotient whatever the engine, within what sums of doubles are promised to be.
 */
import type { LogicalType } from "../../contract/logical-type.js";
import type { Value } from "../../contract/result.js";
import { writeCell } from "./cells.js";
import type { Cell, Kind, Operation } from "./kind.js";
import { Refused } from "./refused.js";
import type { Rules } from "./rules.js";

export const snowflake: Rules = rulesOf(["float64"]);
export const trino: Rules = rulesOf(["float64"]);
/** Its averages of integers are doubles, too. */
export const bigquery: Rules = rulesOf(["float64", "int64"]);

/** `averaged`: types of which averages are doubles. */
function rulesOf(averaged: readonly LogicalType[]): Rules {
  return {
    leaf: (_, { type }) =>
      averaged.includes(type) ? { is: "double", exact: false } : { is: "other", type },
    literal: (type: LogicalType, value: Value): { kind: Kind; cell: Cell } => ({
      kind: { is: "other", type },
      cell: value,
    }),
    arithmetic: refuse,
    negate: refuse,
    round: refuse,
    cast: refuse,
    average(sum): Operation {
      if (sum.is !== "double") return refuse();
      return { kind: sum, of: (a, b) => Number(a) / Number(b) };
    },
    common: refuse,
    comparison: refuse,
    write: (kind, cell) => (kind.is === "decimal" ? refuse() : writeCell(kind, cell)),
  };
}

function refuse(): never {
  throw new Refused("unproved", "no arithmetic is proved for this database");
}
