import type { CubePlan, StoredResult } from "../contract/cube.js";
import type { FilterChoice, FilterChoices, FilterInput, GivenChoice } from "../contract/input.js";
import type { Result, Value } from "../contract/result.js";
import { arithmeticOf } from "./arithmetic/expression.js";
import { settledChoice } from "./default-choices.js";
import { prepareCube, type PreparedCube } from "./prepared-cube.js";
import { tableOf } from "./table.js";

/** What somebody has chosen, by the names of inputs; defaults hold for what is not here. */
export type GivenChoices = ReadonlyMap<string, GivenChoice>;

/** A stored result as rows of the trace. One that follows no inputs is what it is. */
export function foldResult(
  stored: StoredResult,
  inputs: readonly FilterInput[],
  given: GivenChoices,
  today: string,
): Result {
  if (!stored.cube) return stored;
  const prepared = prepareCube(tableOf(stored), stored.cube, arithmeticOf);
  const { columns, ...folded } = prepared.fold(choicesOf(prepared, inputs, given, today));
  return {
    ...folded,
    columns: columns.map(({ name, type, length, value }) => ({
      name,
      type,
      values: Array.from({ length }, (_, row) => value(row)),
    })),
  };
}

/** Gives the different values of an input, as it sees them, over all rows of a stored result. */
export function cubeValues(
  stored: StoredResult,
  cube: CubePlan,
): (input: string) => readonly Value[] {
  let prepared: PreparedCube | undefined;
  return (input) => {
    prepared ??= prepareCube(tableOf(stored), cube, arithmeticOf);
    return prepared.values(input).values;
  };
}

function choicesOf(
  prepared: PreparedCube,
  inputs: readonly FilterInput[],
  given: GivenChoices,
  today: string,
): FilterChoices {
  const values = (input: string) => prepared.values(input).values;
  const choices = new Map<string, FilterChoice>();
  for (const input of inputs) {
    const chosen = settledChoice(input, given.get(input.name), { today, values });
    if (chosen !== undefined) choices.set(input.name, chosen);
  }
  return choices;
}
