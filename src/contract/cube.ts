/**
 * A result that follows inputs: it is stored with the columns of the inputs, aggregated no further
 * than they allow, and folded over the rows that pass when something is chosen.
 */
import type { Grain } from "./input.js";
import type { LogicalType } from "./logical-type.js";
import type { ArrowMetadata, Result, Value } from "./result.js";

/** The dialects as `sql/dialect.ts` names them: arithmetic around aggregates follows their rules. */
export type ArithmeticDialect =
  | "bigquery"
  | "duckdb"
  | "mysql"
  | "postgresql"
  | "snowflake"
  | "sqlite"
  | "trino";

/**
 * How stored rows become rows of the trace. Numbers are positions of stored columns. Rows are in
 * the order that the trace asks for, as far as its order hangs on no aggregate.
 */
export interface CubePlan {
  readonly dialect: ArithmeticDialect;
  readonly inputs: readonly CubeInput[];
  /** Rows equal in all of these are one row; absent: every row that passes is one. */
  readonly keys?: readonly CubeKey[];
  /** 1 in the row that the query gives where none passes, 0 in all others; absent: it is not needed. */
  readonly nothing?: number;
  readonly outputs: readonly { readonly name: string; readonly value: CubeExpression }[];
  /** Absent where all rows are one series, called `cohortName`. */
  readonly cohort?: CubeExpression;
  readonly cohortName: string;
  /** Conditions on aggregates, of which each must be true. */
  readonly having: readonly CubeExpression[];
  /** What orders rows besides the order in which they are stored, which decides on ties. */
  readonly order: readonly CubeOrder[];
  /** As in a trace's query. */
  readonly ordered: boolean;
  readonly dropNullCohort: boolean;
}

/**
 * Values of the column that are equal to the source, such as `a` and `A` in some collations, have
 * one number in the column at `classes`.
 */
export interface CubeKey {
  readonly column: number;
  readonly classes?: number;
}

/** The column on which an input acts: values, first days of grains, or lower ends of steps. */
export interface CubeInput extends CubeKey {
  readonly input: string;
  /**
   * Where aggregates cannot be folded there are rows for each value and others for all of them,
   * which have 1 in this column instead of 0.
   */
  readonly all?: number;
  /** Set where the column has its own values, which are cut when they are read. */
  readonly cut?: InputCut;
}

/** The column, by its name, of plain rows that follow an input. */
export interface FollowedColumn {
  readonly input: string;
  readonly column: string;
  readonly cut?: InputCut;
}

/** Into the grain of a day, which for an instant is that in `zone`, or into steps. */
export type InputCut = { readonly by: Grain; readonly zone: string } | { readonly step: string };

/** NULL stands first where `nullsFirst` says so, whatever the direction. */
export interface CubeOrder {
  readonly value: CubeExpression;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

/** A value of one row of the trace, over the stored rows that fell into it. */
export type CubeExpression =
  /** That of the first stored row: all are equal. */
  | { readonly is: "column"; readonly column: number }
  /** NULL where no value passes. */
  | { readonly is: "and" | "or"; readonly column: number }
  /** `reals`: where values have no fixed type, whether a double is among those of each row. */
  | { readonly is: "sum"; readonly column: number; readonly reals?: number }
  /** By the numbers in `classes`, which follow the source's order. */
  | { readonly is: "least" | "greatest"; readonly column: number; readonly classes: number }
  /** A sum that is 0 where no row passes. */
  | { readonly is: "count"; readonly column: number }
  /** How many different values there are, NULL not counted. */
  | { readonly is: "distinct"; readonly column: number; readonly classes?: number }
  | { readonly is: "average"; readonly sum: number; readonly count: number }
  | { readonly is: "literal"; readonly type: LogicalType; readonly value: Value }
  | {
      readonly is: "call";
      readonly call: CubeCall;
      readonly arguments: readonly CubeExpression[];
    };

/**
 * What may stand around aggregates. `case` has pairs of condition and value, then the rest's. Literals
 * behind the value are digits of `round`, precision and scale of decimals, bits of integers. Numbers
 * are literals of the type `int64`, or `decimal` in the author's own digits.
 */
export type CubeCall =
  | "+"
  | "-"
  | "*"
  | "/"
  | "negate"
  | "="
  | "<>"
  | "<"
  | "<="
  | ">"
  | ">="
  | "and"
  | "or"
  | "not"
  | "is null"
  | "is not null"
  | "coalesce"
  | "nullif"
  | "case"
  | "round"
  | "cast to decimal"
  | "cast to double"
  | "cast to integer";

/** A result as it is stored: with a plan, its rows and columns are what the plan folds. */
export interface StoredResult extends Result {
  readonly cube?: CubePlan;
}

/** The shape behind the metadata's key in an Arrow result. */
export interface StoredMetadata extends ArrowMetadata {
  readonly cube?: CubePlan;
}
