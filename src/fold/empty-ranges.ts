/** Ranges that somebody chooses and in which no row lies: what they would show is nothing. */
import type { FilterChoice, FilterInput } from "../contract/input.js";
import type { Value } from "../contract/result.js";
import { writeChoice } from "./choice-text.js";
import { settledChoice, type DefaultsFrom } from "./default-choices.js";
import type { GivenChoices } from "./fold-result.js";
import { rangeTest } from "./passing.js";

export interface EmptyRange {
  readonly input: FilterInput;
  /** As it is written: `2030-01..2030-06`. */
  readonly text: string;
  /** The smallest range in which all values lie, likewise. */
  readonly all: string;
}

/** What is chosen of ranges, else their default; none where there are no values at all. */
export function emptyRanges(
  inputs: readonly FilterInput[],
  given: GivenChoices,
  from: DefaultsFrom,
): EmptyRange[] {
  return inputs.flatMap((input) => {
    if (input.is === "choice") return [];
    const choice = settledChoice(input, given.get(input.name), from);
    if (!choice || choice.is === "values") return [];
    const values = Array.from(from.values(input.name));
    const all = rangeOf(input, values);
    if (!all || values.some(rangeTest(choice))) return [];
    const [text, allText] = [choice, all].map((one) => writeChoice(input, one).texts.join());
    return [{ input, text: text ?? "", all: allText ?? "" }];
  });
}

/** Undefined where there are none; what no range reaches, such as infinity, is none. */
function rangeOf(input: FilterInput, values: readonly Value[]): FilterChoice | undefined {
  if (input.is === "period") {
    const dates = values.map(String).filter((text) => /^\d{4}-\d\d-\d\d$/.test(text));
    const [first, ...others] = dates.toSorted();
    return first === undefined
      ? undefined
      : { is: "between", from: first, to: others.at(-1) ?? first };
  }
  const numbers = values.filter((value) => value !== null).map(Number);
  const finite = numbers.filter(Number.isFinite).toSorted((a, b) => a - b);
  const [first, last] = [finite[0], finite.at(-1)];
  if (input.is !== "span" || first === undefined || last === undefined) return undefined;
  return { is: "span", from: String(first), to: String(last + Number(input.step)) };
}
