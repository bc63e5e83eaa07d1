/** What a query needs of the tables below it, whichever engine planned it. */
import type { Predicate } from "./push-down/predicate.js";

/** One condition above a scan. */
export interface ScanCondition {
  /** The same or weaker; absent when nothing of it was understood. */
  readonly predicate?: Predicate;
  readonly text: string;
}

/** One place where a table is read. */
export interface Scan {
  /** Position of the table. */
  readonly table: number;
  /** Positions of the columns that are needed, ascending. */
  readonly columns: readonly number[];
  /** All hold for every row that matters. */
  readonly conditions: readonly ScanCondition[];
}

/** Positions: of the scan in {@link PlanFacts}, of the column in the scan's table. */
export interface JoinSide {
  readonly scan: number;
  readonly column: number;
}

/**
 * `left = right` in a join. A side is a column of a scan whose rows may be dropped when their value
 * finds no partner.
 */
export interface JoinKey {
  /** `INNER`, `LEFT`, `SEMI` … */
  readonly type: string;
  readonly left: JoinSide;
  readonly right: JoinSide;
}

/** Where a query is not understood, all of its tables may be needed; the reason is for people. */
export type PlanFacts =
  | {
      readonly understood: true;
      readonly scans: readonly Scan[];
      readonly joins: readonly JoinKey[];
    }
  | { readonly understood: false; readonly reason: string };
