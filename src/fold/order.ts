/** The order of a trace's rows where it hangs on aggregates, and how values compare. */
import { isNumeric } from "../contract/logical-type.js";
import { compareScaled, parseScaled } from "./exact-number.js";
import type { TypedValue } from "./typed-value.js";

/** How one expression of an ORDER BY orders groups. */
export interface GroupOrder {
  readonly value: (group: number) => TypedValue;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

/** Sorts group numbers; where all are equal they stay as they are. */
export function sortGroups(groups: readonly number[], order: readonly GroupOrder[]): number[] {
  if (order.length === 0) return [...groups];
  return groups.toSorted((one, other) => {
    for (const { value, descending, nullsFirst } of order) {
      const [a, b] = [value(one), value(other)];
      if (a.value === null || b.value === null) {
        const nulls = Number(b.value === null) - Number(a.value === null);
        if (nulls !== 0) return nullsFirst ? nulls : -nulls;
        continue;
      }
      const compared = compareTyped(a, b);
      if (compared !== 0) return descending ? -compared : compared;
    }
    return 0;
  });
}

/** Two values, neither of them NULL. Numbers are compared exactly, NaN is greater than all. */
export function compareTyped(one: TypedValue, other: TypedValue): number {
  if (!isNumeric(one.type) || !isNumeric(other.type)) {
    return compareTexts(String(one.value), String(other.value));
  }
  const [a, b] = [parseScaled(String(one.value)), parseScaled(String(other.value))];
  if (a && b) return compareScaled(a, b);
  const [x, y] = [Number(one.value), Number(other.value)];
  if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
  return x < y ? -1 : Number(x > y);
}

/** By code units. */
function compareTexts(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
