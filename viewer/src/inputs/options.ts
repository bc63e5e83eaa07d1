/** What a choice input offers. */
import type { Value } from "../../../src/contract/result.js";
import { comparison } from "../data/compare.js";
import { groupName } from "../format/group-name.js";
import type { Formatter } from "../format/value.js";
import { textOf, type ChosenFilter, type InputValues } from "./chosen-input.js";

export interface Option {
  readonly value: Value;
  readonly label: string;
  readonly chosen: boolean;
}

/** In the order of the column's type, NULL last; with what is chosen and nowhere to be seen. */
export function optionsOf(
  { type, values }: InputValues,
  { choice }: ChosenFilter,
  formatter: Formatter,
): Option[] {
  const chosen = choice?.is === "values" ? choice.values : undefined;
  const texts = chosen && new Set(chosen.map(textOf));
  const all = new Map([...(chosen ?? []), ...values].map((value) => [textOf(value), value]));
  const compare = comparison(type, () => all.values());
  const sorted = [...all.values()].toSorted((one, other) => {
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    return compare(one, other);
  });
  return sorted.map((value) => ({
    value,
    label: groupName(value, type, formatter),
    chosen: texts?.has(textOf(value)) ?? true,
  }));
}

/** `All`, `None`, the names of a few, else how many: `5 of 12`. */
export function optionsSummary(
  input: InputValues,
  state: ChosenFilter,
  formatter: Formatter,
): string {
  const { choice } = state;
  if (choice?.is !== "values") return "All";
  if (choice.values.length === 0) return "None";
  if (choice.values.length > MOST_NAMED) {
    const all = new Set([...choice.values, ...input.values].map(textOf));
    return `${choice.values.length} of ${all.size}`;
  }
  const chosen = optionsOf({ ...input, values: choice.values }, state, formatter);
  return chosen.map(({ label }) => label).join(", ");
}

const MOST_NAMED = 3;
