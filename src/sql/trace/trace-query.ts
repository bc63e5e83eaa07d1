import type { CubePlan } from "../../contract/cube.js";
import type { Diagnostic } from "../../contract/diagnostic.js";

/** One output column of a trace's query: its alias in SQL and its name in the result. */
export interface QueryColumn {
  /** `c0`, `c1`, …: the only names of ours that SQL sees. */
  readonly alias: string;
  /** `props.x`, `props.z.0`, `columns.name`. */
  readonly name: string;
}

/**
 * `merged`: equal rows fell together; the column of this alias counts those behind each row.
 * `order`: `expressions` of `order_by` group as well; the columns `keys` alone would have made
 * fewer rows.
 */
export type CompatGrouping =
  | { readonly kind: "merged"; readonly countAlias: string }
  | {
      readonly kind: "order";
      readonly expressions: readonly string[];
      readonly keys: readonly string[];
    };

/** What a trace sends to its engine, and how to read what comes back. */
export interface TraceQuery {
  readonly sql: string;
  /** In select order, the cohort not included. */
  readonly columns: readonly QueryColumn[];
  /** Alias of the cohort column; absent when the trace has one cohort, called `cohortName`. */
  readonly cohortAlias?: string;
  readonly cohortName: string;
  /**
   * The author has said in which order rows come; cohorts follow their first row, on ties their
   * value. Otherwise cohorts follow their values.
   */
  readonly ordered: boolean;
  /** Compat mode: rows whose cohort is NULL are dropped, and counted. */
  readonly dropNullCohort: boolean;
  /**
   * Compat mode: what its grouping does to the rows, which the reader counts and reports.
   */
  readonly compatGrouping?: CompatGrouping;
  /** Set when the result follows inputs: `columns` are those that are stored, of one cohort. */
  readonly cube?: CubePlan;
  /**
   * Set when the trace asks for no data: its result is one row without columns, and `sql` yields
   * that row on any engine, so that nothing needs to be sent to the model's source.
   */
  readonly static?: true;
  /** Of the expressions. With an error among them the query must not be sent. */
  readonly diagnostics: readonly Diagnostic[];
}
