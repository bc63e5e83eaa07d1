import type { LogicalType } from "../../contract/logical-type.js";
import type { Comparison, Constant, ConstantKind } from "./predicate.js";

/** What is known of a column on which a condition is put. */
export interface PushDownColumn {
  readonly type: LogicalType;
  /** The database's own word. */
  readonly nativeType: string;
}

/**
 * How one dialect says a condition. Every answer must be true for at least the rows for which
 * DuckDB's own condition is, on the values as they land: the same or weaker. What cannot be said so
 * is undefined.
 */
export interface PushDown {
  /**
   * Kind of the constants with which a column can be compared; undefined for columns that take no
   * condition.
   */
  kindOf(column: PushDownColumn): ConstantKind | undefined;
  /** `column` is the SQL of the column; the constant is of its kind. */
  compare(column: string, comparison: Comparison, constant: Constant): string | undefined;
  /** Join keys that are sent at most, where that is fewer than elsewhere. */
  readonly mostKeys?: { readonly count: number; readonly characters: number };
  /** One of many values; all are of the column's kind. */
  isAnyOf(column: string, constants: readonly Constant[]): string | undefined;
  startsWith(column: string, prefix: string): string | undefined;
  isNull(column: string, kind: ConstantKind): string;
  /**
   * A query as something to select from: `name` is its name, and its columns are renamed `names`,
   * unless `columns` says how they are addressed instead; `own` are the query's names of them.
   */
  derived(
    sql: string,
    name: string,
    names: readonly string[],
    own: readonly string[],
  ): { with?: string; from: string; columns?: readonly string[] };
}

/**
 * Integers and decimals with precision and scale are exact numbers; a bare decimal's scale depends
 * on its rows.
 */
export function isExactNumber(type: LogicalType): boolean {
  return /^(u?int\d|decimal\()/.test(type);
}
