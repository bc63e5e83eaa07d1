/** The order of a trace's rows where it hangs on aggregates, and how values compare. */
import { decimalParts, isNumeric } from "../contract/logical-type.js";
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
  const keys = order.map(({ value, descending, nullsFirst }) => ({
    ...sortKeys(groups.map(value)),
    descending,
    nullsFirst,
  }));
  const places = groups
    .map((_, place) => place)
    .toSorted((one, other) => {
      for (const { isNull, compare, descending, nullsFirst } of keys) {
        if (isNull(one) || isNull(other)) {
          const nulls = Number(isNull(other)) - Number(isNull(one));
          if (nulls !== 0) return nullsFirst ? nulls : -nulls;
          continue;
        }
        const compared = compare(one, other);
        if (compared !== 0) return descending ? -compared : compared;
      }
      return 0;
    });
  return places.map((place) => groups[place] ?? 0);
}

interface SortKeys {
  readonly isNull: (place: number) => boolean;
  /** Of places that are not NULL. */
  readonly compare: (one: number, other: number) => number;
}

/** What is read of values once, so that comparing them is cheap. */
function sortKeys(values: readonly TypedValue[]): SortKeys {
  const isNull = (place: number) => values[place]?.value === null;
  const numbers = exactDoubles(values);
  if (numbers)
    return { isNull, compare: (one, other) => (numbers[one] ?? 0) - (numbers[other] ?? 0) };
  return {
    isNull,
    compare(one, other) {
      const [a, b] = [values[one], values[other]];
      return a && b ? compareTyped(a, b) : 0;
    },
  };
}

/** Numbers that doubles hold exactly, in one scale; undefined where some are none. */
function exactDoubles(values: readonly TypedValue[]): Float64Array | undefined {
  const scales = values.map(({ type }) =>
    isNumeric(type) ? (decimalParts(type)?.scale ?? 0) : -1,
  );
  const scale = Math.max(0, ...new Set(scales));
  const doubles = new Float64Array(values.length);
  for (const [place, { type, value }] of values.entries()) {
    if (value === null) continue;
    const isFloat = type.startsWith("float");
    if (scales[place] === -1 || type === "decimal" || (isFloat && scale > 0)) return undefined;
    const number = isFloat ? Number(value) : Math.round(Number(value) * 10 ** scale);
    if (isFloat ? !Number.isFinite(number) : !(Math.abs(number) <= MOST_SCALED)) return undefined;
    doubles[place] = number;
  }
  return doubles;
}

/** Above this, a scaled number that was read as a double may be another one. */
const MOST_SCALED = 2 ** 50;

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
