/** What a group of rows shows of a column: the nine aggregations of `column_defs`. */
import { isNumeric, type LogicalType } from "../../../src/contract/logical-type.js";
import type { Value } from "../../../src/contract/result.js";
import { comparison } from "../data/compare.js";

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
  const values = rows.map(value).filter((one) => one !== null && one !== "NaN");
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

const DIGITS = /^(-?)(\d+)(?:\.(\d+))?$/;

/** Whole numbers and decimals digit by digit, floats as floats. */
function sum(column: AggregatedColumn, rows: Rows): Value {
  if (!isNumeric(column.type)) return null;
  const numbers = numbersOf(column, rows);
  if (numbers.length === 0) return null;
  if (column.type.startsWith("float")) return numbers.reduce((total, one) => total + one, 0);
  return exactSum(rows.map(column.value)) ?? numbers.reduce((total, one) => total + one, 0);
}

/** Undefined when some value is not written with digits alone. */
function exactSum(values: readonly Value[]): string | undefined {
  const parts = values.filter((one) => one !== null).map((one) => DIGITS.exec(String(one)));
  const scale = Math.max(0, ...parts.map((part) => part?.[3]?.length ?? 0));
  let total = 0n;
  for (const part of parts) {
    if (!part) return undefined;
    const [, sign = "", whole = "", fraction = ""] = part;
    const units = BigInt(whole + fraction.padEnd(scale, "0"));
    total += sign === "-" ? -units : units;
  }
  const digits = String(total < 0n ? -total : total).padStart(scale + 1, "0");
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return total < 0n ? `-${text}` : text;
}
