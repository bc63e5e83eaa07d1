import type { LegColumn } from "../leg-query.js";

/**
 * How the values of a column get through Trino as they are: as what the database is asked for, and
 * what Trino makes of that. Trino's connectors change some values and say nothing: infinite times,
 * long durations, digits of a float.
 */
export interface Transport {
  /** In the database's SQL. */
  readonly asked: string;
  /** In Trino's, of the column of that; absent where it is the value already. */
  readonly made?: (column: string) => string;
}

/** A column of a query, or why it cannot pass: a sentence's end. */
export type TransportOf = (
  column: LegColumn,
  sql: string,
) => Transport | { readonly refused: string };
