import type { LogicalType } from "../../contract/logical-type.js";
import type { BoundType } from "./bound-query.js";

/** A column of a model as its own database describes it. */
export interface ModelColumn {
  readonly name: string;
  readonly type: LogicalType;
  readonly nativeType: string;
  readonly exact: boolean;
}

/** How an engine gets at a model; see `ModelPlace`. */
export type Way = "here" | "passed" | "sent";

/** An argument as it is written. */
export interface Written {
  readonly sql: string;
  readonly type: BoundType;
}

/** Writes a call whose meaning is DuckDB's; undefined where it has none there. */
export type WriteCall = (args: readonly Written[]) => string | undefined;

/**
 * What is known to mean in an engine what it means in DuckDB, and how it is written there. Whatever
 * is not named here stays in DuckDB.
 */
export interface EngineRules {
  /** The engine's word for a type of the same values; undefined where it has none. */
  typeWord(type: BoundType): string | undefined;
  /**
   * A model's column with the value and type that DuckDB has of it; undefined where its native type
   * compares or calculates in another way.
   */
  column(sql: string, column: ModelColumn, way: Way): string | undefined;
  /** Whether `=` and `<` mean the same between two values of the type. */
  compares(type: BoundType): boolean;
  /** Whether `=` alone does, and what is equal is the same value, so that one stands for all. */
  groups(type: BoundType): boolean;
  /** Whether `min` and `max` do. */
  hasExtremes(type: BoundType): boolean;
  /** A text literal, which compares as texts do in DuckDB. */
  text(literal: string): string;
  /** An average as a double; undefined where it may be another one. Written as {@link sum} is. */
  average?(of: Written, distinct: string, filter: string): string | undefined;
  /** A sum of integers or decimals as one of a type; `distinct` stands before the argument, `filter` behind the call. */
  sum(of: Written, type: string, distinct: string, filter: string): string;
  /** By DuckDB's name of the function or operator. */
  readonly calls: Readonly<Record<string, WriteCall>>;
  limit(limit: number | undefined, offset: number | undefined): string;
}

/** A question to a server of the dialect. */
export interface EngineProbe {
  /** Yields one row. */
  readonly sql: string;
  /** Why the rules do not hold for a server that answers this; a clause. */
  doubt(row: readonly string[]): string | undefined;
}

const INTEGER = /^int(?:8|16|32|64|128)$/;

export function isInteger(type: BoundType): boolean {
  return INTEGER.test(type);
}

/** Integers and decimals. */
export function isExactNumber(type: BoundType): boolean {
  return isInteger(type) || type.startsWith("decimal(");
}

/**
 * What makes a whole number of a value whose average DuckDB has as one sum in 64 bits, divided as a double; it
 * divides larger sums in more digits than a double has, and rounds twice.
 */
export function averageUnit(type: BoundType): string | undefined {
  const scale = /^decimal\([1-4],(\d)\)$/.exec(type)?.[1] ?? (type === "int16" ? "0" : undefined);
  return scale === undefined ? undefined : `1${"0".repeat(Number(scale))}`;
}

/** Units by which time is cut alike everywhere. */
export const UNITS = ["day", "week", "month", "quarter", "year"] as const;

/** The unit that a literal names, as {@link EngineRules.text} writes it. */
export function unitOf(literal: Written | undefined): string | undefined {
  const [, word] =
    /^\(?(?:cast\()?'(\w+)'(?: collate "C"\)| as varchar\))$/.exec(literal?.sql ?? "") ?? [];
  return UNITS.find((unit) => unit === word);
}
