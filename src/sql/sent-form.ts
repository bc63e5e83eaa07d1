import type { LogicalType } from "../contract/logical-type.js";

/** Rows of cells; NULL is null. */
export type SentTexts = readonly (readonly (string | null)[])[];

export type QuoteText = (text: string) => string;

/**
 * How a dialect takes rows that come from elsewhere: all values travel as texts, which the engine
 * makes into values of the columns' types, so that neither side guesses at one.
 */
export interface SentRows {
  /** As a person says it, of an engine without the type: `MySQL has no uuid`. */
  typed(text: string, type: LogicalType): string | undefined;
  /**
   * A column of a table that was made of such rows, again with the type that they had: whoever keeps
   * the table may have another one for it. Absent where no tables are made.
   */
  stored?(column: string, type: LogicalType): string | undefined;
  /**
   * Rows of texts as something to select from, whose columns are called `names`; `quote` makes the
   * dialect's literal of a text.
   */
  from(rows: SentTexts, names: readonly string[], quote: QuoteText): string;
  /** Whether a double may be NaN or infinite. */
  readonly hasNonFinite: boolean;
  /** A text may hold NUL. */
  readonly hasNul?: true;
  /** Plain names of columns are written so that they need no quotes there. */
  readonly foldsNames?: true;
}
