/** The numbers of slices, each the sum of the rows that share a label. */
import type { Value } from "../../../src/contract/result.js";
import { decimalText, exactValue, sumOf } from "../format/decimal.js";
import type { NumberFormatter } from "../format/number.js";
import type { Props } from "./bind.js";
import { partTemplates, type Flags } from "./part-templates.js";
import type { Variable } from "./template-text.js";

export const SLICE_FLAGS: Flags = {
  templates: new Map(["label", "text", "value", "percent"].map((flag) => [flag, `%{${flag}}`])),
  hover: "all",
};

/** Templates that write the sums, where a pie or a funnel area writes them at all. */
export function sliceLabels(
  bound: Props,
  values: readonly Value[] | undefined,
  numbers: NumberFormatter,
): Props {
  if (!values) return {};
  const slices: Variable = {
    values: sums(values, bound["labels"]),
    plain: numbers.plain,
    formatted: numbers.withFormat,
  };
  return partTemplates(bound, new Map([["value", slices]]), SLICE_FLAGS);
}

/** For each row the sum of all rows with its label, exact where all of them are. */
function sums(values: readonly Value[], labels: unknown): Value[] {
  const labelOf = (row: number): string => {
    const listed = Array.isArray(labels) || ArrayBuffer.isView(labels);
    const label: unknown = listed ? Reflect.get(labels, row) : undefined;
    const named = typeof label === "number" || (typeof label === "string" && label !== "");
    return String(named ? label : row);
  };
  const parts = new Map<string, Value[]>();
  values.forEach((value, row) => {
    const part = parts.get(labelOf(row));
    if (part) part.push(value);
    else parts.set(labelOf(row), [value]);
  });
  const totals = new Map([...parts].map(([label, part]) => [label, sum(part)]));
  return values.map((_, row) => totals.get(labelOf(row)) ?? null);
}

/** Exact where all values are. */
export function sum(values: readonly Value[]): Value {
  const numbers = values.filter((value) => typeof value === "number" || typeof value === "string");
  if (numbers.length === 1) return numbers[0] ?? null;
  const exact = numbers.flatMap((value) => exactValue(value) ?? []);
  return exact.length === numbers.length
    ? decimalText(sumOf(exact))
    : numbers.reduce((total: number, value) => total + (Number(value) || 0), 0);
}
