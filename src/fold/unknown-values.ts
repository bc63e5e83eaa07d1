/** Values that somebody chooses and that no row has: what they would show is nothing. */
import type { StoredResult } from "../contract/cube.js";
import type { ChoiceInput, FilterInput } from "../contract/input.js";
import type { Value } from "../contract/result.js";
import type { GivenChoices } from "./fold-result.js";

/** The texts of an input's values; NULL is null. */
export type KnownValues = ReadonlySet<string | null>;

export interface UnknownValue {
  readonly input: ChoiceInput;
  /** Its text, as which values are told apart; null is NULL. */
  readonly text: string | null;
}

/** The values of an input's column over all stored rows; none where the result does not follow it. */
export function storedValues({ cube, rows, columns }: StoredResult, input: string): KnownValues {
  const own = cube?.inputs.find((one) => one.input === input);
  const known = new Set<string | null>();
  if (!cube || !own) return known;
  // Rows that stand for all values, or for no row, have none.
  const marks = [own.all, cube.nothing].flatMap((at) => columns[at ?? -1] ?? []);
  const values = columns[own.column]?.values ?? [];
  for (let row = 0; row < rows; row++) {
    const isMarked = marks.some((mark) => Number(mark.values[row]) === 1);
    if (!isMarked) known.add(textOf(values[row] ?? null));
  }
  return known;
}

/** What is chosen of choices among values, else their default, and is not known of them. */
export function unknownValues(
  inputs: readonly FilterInput[],
  given: GivenChoices,
  known: (input: string) => KnownValues,
): UnknownValue[] {
  return inputs.flatMap((input) => {
    if (input.is !== "choice") return [];
    const chosen = given.get(input.name) ?? defaultOf(input);
    if (chosen === "all" || chosen.is !== "values") return [];
    const texts = [...new Set(chosen.values.map(textOf))];
    return texts.filter((text) => !known(input.name).has(text)).map((text) => ({ input, text }));
  });
}

function defaultOf({ default: values }: ChoiceInput) {
  return values ? ({ is: "values", values } as const) : "all";
}

function textOf(value: Value): string | null {
  return value === null ? null : String(value);
}
