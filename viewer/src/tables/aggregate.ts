/** What a column says of several rows: the nine aggregations of groups, and the totals. */
import { isNumeric, type LogicalType } from "../../../src/contract/logical-type.js";
import type { Value } from "../../../src/contract/result.js";
import type { ColumnTotal } from "../../../src/contract/pages/dashboard.js";
import { comparison } from "../data/compare.js";
import { decimalText, quotient, roundedTo, type Decimal } from "../format/decimal.js";
import { exactSum, floatSum } from "./sums.js";

/** The part of a column that is needed to aggregate it. */
export interface AggregatedColumn {
  readonly type: LogicalType;
  readonly value: (row: number) => Value;
  readonly number: (row: number) => number;
  /** A value as the column's cells show it. */
  readonly write: (value: Value) => string;
}

type Rows = readonly number[];

export interface Aggregation {
  /** What a reader sees. */
  readonly text: (column: AggregatedColumn, rows: Rows) => string;
  /** What groups are ordered by; absent where {@link text} is. */
  readonly order?: (column: AggregatedColumn, rows: Rows) => Value;
}

/** NULL counts as a row and as nothing else. */
const AGGREGATIONS: Readonly<Record<string, Aggregation>> = {
  count: ofNumber((_column, rows) => rows.length),
  uniqueCount: ofNumber((column, rows) => distinct(column, rows).length),
  min: ofValue((column, rows) => extremes(column, rows)[0]),
  max: ofValue((column, rows) => extremes(column, rows)[1]),
  sum: ofValue(sum),
  mean: ofValue((column, rows) => {
    const numbers = numbersOf(column, rows);
    return numbers.length === 0
      ? null
      : numbers.reduce((total, one) => total + one, 0) / numbers.length;
  }),
  median: ofValue(median),
  extent: {
    text(column, rows) {
      const [least, most] = extremes(column, rows);
      return least === null ? column.write(null) : `${column.write(least)} – ${column.write(most)}`;
    },
    order: (column, rows) => extremes(column, rows)[0],
  },
  unique: {
    text: (column, rows) => distinct(column, rows).map(column.write).join(", "),
  },
};

/** What the last row of a table shows of a column. */
export const TOTALS: Readonly<Record<ColumnTotal, Aggregation>> = {
  sum: ofValue(sum),
  avg: ofValue(average),
  min: ofValue((column, rows) => extremes(column, rows)[0]),
  max: ofValue((column, rows) => extremes(column, rows)[1]),
  count: ofNumber(({ value }, rows) => rows.filter((row) => isValue(value(row))).length),
};

/** Whether a column of a type has such a total. */
export function hasTotal(type: LogicalType, total: ColumnTotal): boolean {
  return isNumeric(type) || (total !== "sum" && total !== "avg");
}

function isValue(value: Value): boolean {
  return value !== null && value !== "NaN";
}

/** The aggregation of a name; undefined for none and for an unknown one. */
export function aggregationOf(name: string | undefined): Aggregation | undefined {
  return name !== undefined && Object.hasOwn(AGGREGATIONS, name) ? AGGREGATIONS[name] : undefined;
}

function ofValue(compute: (column: AggregatedColumn, rows: Rows) => Value): Aggregation {
  return { text: (column, rows) => column.write(compute(column, rows)), order: compute };
}

/** A count is a whole number, whatever format the column's own values have. */
function ofNumber(compute: (column: AggregatedColumn, rows: Rows) => number): Aggregation {
  return { text: (column, rows) => compute(column, rows).toLocaleString("en-US"), order: compute };
}

function distinct({ value }: AggregatedColumn, rows: Rows): Value[] {
  return [...new Set(rows.map(value))].filter((one) => one !== null);
}

function numbersOf({ number }: AggregatedColumn, rows: Rows): number[] {
  return rows.map(number).filter((one) => !Number.isNaN(one));
}

/** The least and the greatest value, as exact as they came. */
function extremes({ type, value }: AggregatedColumn, rows: Rows): [Value, Value] {
  const values = rows.map(value).filter(isValue);
  const compare = comparison(type, () => values);
  let [least, most]: [Value, Value] = [null, null];
  for (const one of values) {
    if (one === null) continue;
    if (least === null || compare(one, least) < 0) least = one;
    if (most === null || compare(one, most) > 0) most = one;
  }
  return [least, most];
}

function median(column: AggregatedColumn, rows: Rows): Value {
  const numbers = numbersOf(column, rows).toSorted((a, b) => a - b);
  const middle = numbers.length / 2;
  const upper = numbers[Math.floor(middle)];
  if (upper === undefined) return null;
  return Number.isInteger(middle) ? ((numbers[middle - 1] ?? upper) + upper) / 2 : upper;
}

/** Whole numbers and decimals digit by digit, floats rounded once. */
function sum(column: AggregatedColumn, rows: Rows): Value {
  if (!isNumeric(column.type)) return null;
  const numbers = numbersOf(column, rows);
  if (numbers.length === 0) return null;
  const exact = isFloat(column) ? undefined : exactSum(rows.map(column.value).filter(isValue));
  return exact ? decimalText(exact) : numberText(floatSum(numbers));
}

/** Places behind those of the values that the average of exact numbers has. */
const PLACES_OF_AVERAGE = 6;

/** Exact numbers divided as such, floats as floats. */
function average(column: AggregatedColumn, rows: Rows): Value {
  if (!isNumeric(column.type)) return null;
  const numbers = numbersOf(column, rows);
  if (numbers.length === 0) return null;
  const exact = isFloat(column) ? undefined : exactSum(rows.map(column.value).filter(isValue));
  if (!exact) return numberText(floatSum(numbers) / numbers.length);
  const count: Decimal = { negative: false, units: BigInt(numbers.length), scale: 0 };
  const whole = quotient(exact, count);
  if (!whole) return null;
  const text = decimalText(roundedTo(whole, exact.scale + PLACES_OF_AVERAGE));
  return text.replace(/\.?0+$/, "");
}

function isFloat({ type }: AggregatedColumn): boolean {
  return type.startsWith("float");
}

/** As results hold it. */
function numberText(number: number): Value {
  return Number.isFinite(number) ? number : String(number);
}
