import type { LogicalType } from "./logical-type.js";

/**
 * The one text form of a value, the same in `show`, CSV, tests and tooltips: integers are numbers
 * while safe and strings beyond; decimals are strings; dates and timestamps are ISO strings,
 * instants with `Z`; bytes are base64; NaN and infinities are strings; NULL is null.
 */
export type Value = string | number | boolean | null;

/** One column of a result. `values` may be a typed array where the reader can keep it. */
export interface ResultColumn {
  /** The property path, such as `props.x`, `props.z.0` or `columns.name`. */
  readonly name: string;
  readonly type: LogicalType;
  readonly values: ArrayLike<Value>;
}

/** A run of rows that belong to one series. `name` is null for rows whose cohort is NULL. */
export interface Cohort {
  readonly name: string | null;
  readonly rows: number;
}

/**
 * What a trace yields. Rows are stably grouped by cohort: the first `cohorts[0].rows` rows belong
 * to the first cohort, and so on, in order of first appearance. An empty result keeps its columns
 * and types and has no cohorts.
 */
export interface Result {
  readonly rows: number;
  readonly columns: readonly ResultColumn[];
  readonly cohorts: readonly Cohort[];
  /** Type of the values behind the cohorts' names; absent when all rows are one series. */
  readonly cohortType?: LogicalType;
  /**
   * For each row its place in the order that the trace asks for, where rows of several cohorts
   * alternate in it.
   */
  readonly order?: ArrayLike<number>;
}

/** Results up to this many rows are stored as JSON, larger ones as Arrow IPC. */
export const JSON_ROW_LIMIT = 10_000;

/** What pages read. A model is kept as Parquet and becomes one of these when a page asks for it. */
export type ResultFormat = "json" | "arrow";

/**
 * Physical form of a column in an Arrow result. Booleans, integers and floats are stored as such
 * (64-bit integers exactly); `date` is Date32 (days), `time` Time64 (microseconds), `timestamp` and
 * `instant` are Timestamp (microseconds, no zone) with the extremes for ±infinity that
 * `value-text.ts` names; every other type is Utf8 in its text form.
 *
 * `order` is one more column of 32-bit integers, behind those of the result.
 *
 * The key of the schema's metadata under which {@link ArrowMetadata} is kept as JSON.
 */
export const ARROW_METADATA_KEY = "headwater";

/** The shape behind {@link ARROW_METADATA_KEY}. */
export interface ArrowMetadata {
  readonly types: readonly LogicalType[];
  readonly cohorts: readonly Cohort[];
  readonly cohortType?: LogicalType;
  /** A column behind those that have `types` is the result's `order`. */
  readonly ordered?: true;
}
