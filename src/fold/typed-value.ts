import type { LogicalType } from "../contract/logical-type.js";
import type { Value } from "../contract/result.js";

/** A value in its text form, and what it is. */
export interface TypedValue {
  readonly type: LogicalType;
  readonly value: Value;
}

/** The value of each group, by its number. */
export type OfGroup = (group: number) => TypedValue;
