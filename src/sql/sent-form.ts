import type { LogicalType } from "../contract/logical-type.js";

/**
 * How a dialect takes rows that come from elsewhere: all values travel as texts, which the engine
 * makes into values of the columns' types, so that neither side guesses at one.
 */
export interface SentRows {
  /** As a person says it, of an engine without the type: `MySQL has no uuid`. */
  typed(text: string, type: LogicalType): string | undefined;
  /** Rows of literals and `null` as something to select from, whose columns are called `names`. */
  from(rows: readonly (readonly string[])[], names: readonly string[]): string;
  /** Whether a double may be NaN or infinite. */
  readonly hasNonFinite: boolean;
  /** Plain names of columns are written so that they need no quotes there. */
  readonly foldsNames?: true;
}
