/** What an expression yields in its source, as far as its arithmetic depends on it. */
import type { LogicalType } from "../../contract/logical-type.js";
import type { Scaled } from "../exact-number.js";

/** A value while it is computed: its kind says which of these it is. NULL is null. */
export type Cell = bigint | number | boolean | string | Scaled | null;

export type Kind =
  | IntegerKind
  | DecimalKind
  | DoubleKind
  | DynamicKind
  /** A condition. */
  | { readonly is: "truth" }
  /** A value that is only handed on, in its text form. */
  | { readonly is: "other"; readonly type: LogicalType }
  /** NULL itself. */
  | { readonly is: "nothing" };

export interface IntegerKind {
  readonly is: "integer";
  readonly bits: 32 | 64 | 128;
  /** How many digits it has as a decimal. */
  readonly digits: number;
}

/** In PostgreSQL the precision is infinite where each value has its own digits. */
export interface DecimalKind {
  readonly is: "decimal";
  readonly precision: number;
  readonly scale: number;
}

/** Not exact: a sum of doubles, or computed from one, which depends on the order of adding. */
export interface DoubleKind {
  readonly is: "double";
  readonly exact: boolean;
}

/** SQLite's: each value is an integer, a double or a text. */
export interface DynamicKind {
  readonly is: "dynamic";
  readonly exact: boolean;
  /** A whole number is an integer for certain, not a double that was read as one. */
  readonly certain: boolean;
}

/** An operation whose kinds are known: its own, and how it is computed of values, none of them NULL. */
export interface Operation {
  readonly kind: Kind;
  readonly of: (...values: NonNullable<Cell>[]) => Cell;
}

export const TRUTH: Kind = { is: "truth" };

export function isInexact(kind: Kind): boolean {
  return (kind.is === "double" || kind.is === "dynamic") && !kind.exact;
}
