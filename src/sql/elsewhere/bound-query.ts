/**
 * A query as DuckDB has bound it, before anything is optimised: every name is a position, every
 * implicit cast is there, and every expression has its type.
 */
import type { LogicalType } from "../../contract/logical-type.js";

/** `int128` are DuckDB's sums of integers; behind `only` stands DuckDB's word for a type that no other has. */
export type BoundType = LogicalType | "int128" | `only ${string}`;

interface Placed {
  readonly type: BoundType;
  /** Position in the SQL, of bytes; absent where DuckDB keeps none. */
  readonly at?: number;
}

export type Expression = Placed &
  (
    | { readonly is: "column"; readonly column: number }
    /** `text` is null for NULL. */
    | { readonly is: "constant"; readonly text: string | null }
    /** With `attempt` what cannot be cast is NULL. */
    | { readonly is: "cast"; readonly of: Expression; readonly attempt: boolean }
    /** A function, or an operator by its sign or words: `+`, `=`, `is null`, `not in`. */
    | { readonly is: "call"; readonly name: string; readonly args: readonly Expression[] }
    | {
        readonly is: "case";
        readonly checks: readonly { readonly when: Expression; readonly value: Expression }[];
        readonly otherwise: Expression;
      }
    /** In words that people use for it. */
    | { readonly is: "unknown"; readonly what: string; readonly words?: readonly string[] }
  );

export interface Aggregate {
  readonly name: string;
  readonly args: readonly Expression[];
  readonly type: BoundType;
  readonly distinct: boolean;
  readonly filter?: Expression;
  /** It has an order of its own. */
  readonly ordered: boolean;
}

export interface OrderKey {
  readonly by: Expression;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

/** A value of each row that is made of the rows around it. */
export interface WindowValue {
  /** As it is called in SQL. */
  readonly name: string;
  readonly args: readonly Expression[];
  readonly type: BoundType;
  readonly filter?: Expression;
  readonly partitions: readonly Expression[];
  readonly order: readonly OrderKey[];
  /** As in SQL, with its units; functions that look at no frame have one too. */
  readonly frame: string;
  /** How many rows away, of `lag` and `lead`. */
  readonly offset?: Expression;
  /** What it has that is not said here, in words: `ignore nulls`. */
  readonly more?: string;
}

/** `left` is about the left relation's columns, `right` about the right one's. */
export interface JoinPair {
  readonly left: Expression;
  readonly right: Expression;
  /** As the name of a call. */
  readonly comparison: string;
}

export const JOIN_KINDS = ["inner", "left", "right", "full", "semi", "anti", "mark"] as const;
export type JoinKind = (typeof JOIN_KINDS)[number];
export type SetKind = "union" | "intersect" | "except";

/** Rows; columns of what stands below are addressed by their position. */
export type BoundRelation =
  | {
      readonly is: "scan";
      /** Position of the table. */
      readonly table: number;
      /** Positions of the table's columns; -1 where it is none of them. */
      readonly columns: readonly number[];
      /** Of these columns. */
      readonly types: readonly BoundType[];
    }
  | { readonly is: "row" }
  | {
      readonly is: "project";
      readonly of: BoundRelation;
      readonly expressions: readonly Expression[];
    }
  | { readonly is: "filter"; readonly of: BoundRelation; readonly where: readonly Expression[] }
  | {
      readonly is: "join";
      /** `mark` adds to the left rows whether `left` is IN the right ones. */
      readonly kind: JoinKind;
      readonly left: BoundRelation;
      readonly right: BoundRelation;
      readonly pairs: readonly JoinPair[];
      /** Over the columns of both. */
      readonly on?: Expression;
      /** Of the subquery that it stands for. */
      readonly at?: number;
    }
  | {
      readonly is: "aggregate";
      readonly of: BoundRelation;
      readonly groups: readonly Expression[];
      readonly aggregates: readonly Aggregate[];
    }
  /** Adds these values behind the columns. */
  | { readonly is: "window"; readonly of: BoundRelation; readonly values: readonly WindowValue[] }
  /** Adds to each row whether `among` has any, which sees the row's `given` values as a relation. */
  | {
      readonly is: "exists";
      readonly of: BoundRelation;
      readonly given: readonly Expression[];
      readonly among: BoundRelation;
      /** Columns of `among` that must be the given values. */
      readonly same: readonly Expression[];
      readonly at?: number;
    }
  /** One row with the values of the row around the subquery. */
  | { readonly is: "given" }
  | { readonly is: "distinct"; readonly of: BoundRelation }
  | {
      readonly is: "set";
      readonly kind: SetKind;
      readonly all: boolean;
      readonly left: BoundRelation;
      readonly right: BoundRelation;
    }
  | { readonly is: "order"; readonly of: BoundRelation; readonly keys: readonly OrderKey[] }
  | {
      readonly is: "limit";
      readonly of: BoundRelation;
      readonly limit?: number;
      readonly offset?: number;
    }
  | {
      readonly is: "with";
      readonly id: number;
      readonly body: BoundRelation;
      readonly of: BoundRelation;
    }
  | { readonly is: "named"; readonly id: number }
  | {
      readonly is: "unknown";
      readonly what: string;
      readonly at?: number;
      /** Words of SQL that it is written with, each instead of the others. */
      readonly words?: readonly string[];
    };

/** Or why DuckDB has not bound the query, a sentence. */
export type BoundQuery =
  | { readonly relation: BoundRelation }
  | { readonly relation?: never; readonly reason: string };
