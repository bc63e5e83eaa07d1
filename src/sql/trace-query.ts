import type { Diagnostic } from "../contract/diagnostic.js";

/** One output column of a trace's query: its alias in SQL and its name in the result. */
export interface QueryColumn {
  /** `c0`, `c1`, …: the only names of ours that SQL sees. */
  readonly alias: string;
  /** `props.x`, `props.z.0`, `columns.name`. */
  readonly name: string;
}

/** What a trace sends to its engine, and how to read what comes back. */
export interface TraceQuery {
  readonly sql: string;
  /** In select order, the cohort not included. */
  readonly columns: readonly QueryColumn[];
  /** Alias of the cohort column; absent when the trace has one cohort, called `cohortName`. */
  readonly cohortAlias?: string;
  readonly cohortName: string;
  /** Compat mode: rows whose cohort is NULL are dropped, and counted. */
  readonly dropNullCohort: boolean;
  /**
   * Set when the trace asks for no data: its result is one row without columns, and `sql` yields that row on any
   * engine, so that nothing needs to be sent to the model's source.
   */
  readonly static?: true;
  /** Of the expressions. With an error among them the query must not be sent. */
  readonly diagnostics: readonly Diagnostic[];
}
