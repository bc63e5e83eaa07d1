/**
 * What a reader writes into the filter of a column: `>= 5`, `2..9`, `!= x`, `= x`, or a part of the
 * text.
 */
import { isNumeric, type LogicalType } from "../../../src/contract/logical-type.js";
import type { Value } from "../../../src/contract/result.js";
import { compareNumbers, isTemporal } from "../data/compare.js";
import { plainText } from "../format/text-form.js";

/** The part of a column that is needed to filter by it. */
export interface FilteredColumn {
  readonly type: LogicalType;
  readonly value: (row: number) => Value;
  /** What is seen. */
  readonly text: (row: number) => string;
  /** What is meant, whatever format it is seen in. */
  readonly plain: (row: number) => string;
}

type Test = (row: number) => boolean;

const COMPARISON = /^(>=|<=|!=|<>|>|<|=)\s*(.+)$/;
const RANGE = /^(.+?)\s*\.\.\s*(.+)$/;

const COMPARE: Readonly<Record<string, (order: number) => boolean>> = {
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  "=": (order) => order === 0,
  "!=": (order) => order !== 0,
  "<>": (order) => order !== 0,
};

/** The rows that pass; undefined where nothing is asked. NULL passes no comparison. */
export function columnTest(column: FilteredColumn, filter: string): Test | undefined {
  const written = filter.trim();
  if (written === "") return undefined;
  const [, operator = "", operand = ""] = COMPARISON.exec(written) ?? [];
  const passes = COMPARE[operator];
  if (passes) {
    const order = orderTo(column, operand);
    if (order) return notNull(column, (row) => passes(order(row)));
  }
  const [, low = "", high = ""] = RANGE.exec(written) ?? [];
  const [above, below] = low === "" ? [] : [orderTo(column, low), orderTo(column, high)];
  if (above && below) return notNull(column, (row) => above(row) >= 0 && below(row) <= 0);
  return (row) => reads(column, row, written.toLowerCase());
}

/** Whether a cell holds a text (in lower case), as it is shown, meant or stored. */
function reads({ text, plain, value }: FilteredColumn, row: number, wanted: string): boolean {
  return [text(row), plain(row), plainText(value(row))].some((one) =>
    one.toLowerCase().includes(wanted),
  );
}

function notNull({ value }: FilteredColumn, test: Test): Test {
  return (row) => value(row) !== null && test(row);
}

/**
 * How a row's value lies to what is written: below, equal, above; undefined when they cannot be
 * compared.
 */
function orderTo(column: FilteredColumn, operand: string): ((row: number) => number) | undefined {
  if (isNumeric(column.type)) {
    if (Number.isNaN(Number(operand))) return undefined;
    return (row) => compareNumbers(column.value(row) ?? Number.NaN, operand);
  }
  const wanted = operand.toLowerCase();
  return (row) => {
    // As far as it is written: `2024` fits every day of that year.
    const text = column.plain(row).toLowerCase();
    const compared = isTemporal(column.type) ? text.slice(0, wanted.length) : text;
    return compared < wanted ? -1 : Number(compared > wanted);
  };
}
