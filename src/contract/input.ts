/** What readers of a page choose, and how a result follows it. */
import type { Value } from "./result.js";

/** The parts into which dates are cut; weeks begin on Monday, as in ISO 8601. */
export const GRAINS = ["day", "week", "month", "quarter", "year"] as const;
export type Grain = (typeof GRAINS)[number];

interface NamedInput {
  /** One word, under which it stands in addresses. */
  readonly name: string;
  /** What pages call it. */
  readonly label: string;
  readonly description?: string;
}

/** A choice among the values of a column. */
export interface ChoiceInput extends NamedInput {
  readonly is: "choice";
  readonly column: string;
  readonly multiple: boolean;
  /** Absent: all, which lets NULL pass too. Texts are compared with the text form of the values. */
  readonly default?: readonly Value[];
}

/** A range of whole grains of a column of dates or instants. */
export interface PeriodInput extends NamedInput {
  readonly is: "period";
  readonly column: string;
  readonly by: Grain;
  readonly default?: PeriodDefault;
}

/**
 * `between`: first days of grains, both included. `last`: so many grains up to that of the greatest
 * value that is not after the run. `past`: the same, up to the grain of the run itself.
 */
export type PeriodDefault =
  | { readonly is: "between"; readonly from: string; readonly to: string }
  | { readonly is: "last" | "past"; readonly count: number; readonly grain: Grain };

/** A range of numbers in whole steps. */
export interface SpanInput extends NamedInput {
  readonly is: "span";
  readonly column: string;
  /** A decimal text above zero. */
  readonly step: string;
  readonly default?: { readonly from: string; readonly to: string };
}

/** One of several texts that the author wrote: each has a query of its own. */
export interface SwitchInput extends NamedInput {
  readonly is: "switch";
  readonly values: readonly { readonly label: string; readonly text: string }[];
  /** A place in `values`. */
  readonly default: number;
}

/** Lets rows pass by a column. */
export type FilterInput = ChoiceInput | PeriodInput | SpanInput;
export type InputSettings = FilterInput | SwitchInput;

/**
 * What is chosen of a filter; none means all. `values`: those, where null is NULL. `between`: first
 * days of grains as ISO dates, both included. `span`: decimal texts, `from` included and `to` not.
 * NULL passes only where all does, or where it is among the values.
 */
export type FilterChoice =
  | { readonly is: "values"; readonly values: readonly Value[] }
  | { readonly is: "between"; readonly from: string; readonly to: string }
  | { readonly is: "span"; readonly from: string; readonly to: string };

/** What is chosen outside of a page: words such as `last 3 months` are counted from the data. */
export type GivenChoice = FilterChoice | PeriodDefault | "all";

/** By the names of inputs; what is not here is chosen as a whole. */
export type FilterChoices = ReadonlyMap<string, FilterChoice>;
