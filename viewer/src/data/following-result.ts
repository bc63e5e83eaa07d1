/** A result that follows inputs. Loaded only when a result comes with a plan. */
import type { CubePlan } from "../../../src/contract/cube.js";
import type { FilterChoices } from "../../../src/contract/input.js";
import { isNumeric, type LogicalType } from "../../../src/contract/logical-type.js";
import type { Value } from "../../../src/contract/result.js";
import { noCalculation, type Calculate } from "../../../src/fold/calculation.js";
import { FoldFault } from "../../../src/fold/fold-fault.js";
import {
  prepareCube,
  type FoldedResult,
  type PreparedCube,
} from "../../../src/fold/prepared-cube.js";
import { numberOf, seriesOf, type Column, type LoadedResult } from "./column.js";
import type { ResultState } from "./result-state.js";

export interface FollowingResult {
  /** Names of the inputs that its rows follow. */
  readonly inputs: readonly string[];
  /** The different values of an input's column, in no order. */
  readonly values: (input: string) => {
    readonly type: LogicalType;
    readonly values: readonly Value[];
  };
  /** The text forms of those that are left where only the other inputs are chosen. */
  readonly left: (input: string, choices: FilterChoices) => ReadonlySet<string | null>;
  /** Its rows; the same object for equal choices, as long as they are among the latest ones. */
  readonly fold: (choices: FilterChoices) => ResultState;
}

/** So many choices are remembered: those of a few steps back. */
const MOST_REMEMBERED = 8;

/** `stored` has what `plan` folds; it is prepared at once. */
export function followingResult(
  stored: LoadedResult,
  plan: CubePlan,
  calculate: Calculate = noCalculation,
): FollowingResult {
  const prepared = prepareCube(stored, plan, calculate);
  const inputs = plan.inputs.map(({ input }) => input);
  const remembered = new Map<string, ResultState>();

  function fold(choices: FilterChoices): ResultState {
    const key = JSON.stringify(inputs.map((input) => choices.get(input) ?? null));
    const state = remembered.get(key) ?? foldOnce(prepared, choices, all);
    // Behind the others: the first one is the one that was not wanted for the longest time.
    remembered.delete(key);
    remembered.set(key, state);
    const [oldest] = remembered.keys();
    if (remembered.size > MOST_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
    return state;
  }

  let whole: ResultState | undefined;
  function all(): ResultState {
    whole ??= fold(new Map());
    return whole;
  }

  return {
    inputs,
    values: (input) => prepared.values(input),
    left: (input, choices) => prepared.left(input, choices),
    fold,
  };
}

function foldOnce(
  prepared: PreparedCube,
  choices: FilterChoices,
  all: () => ResultState,
): ResultState {
  try {
    const result = loadedFold(prepared.fold(choices));
    const whole = () => {
      const state = all();
      return state.state === "ready" ? state.result : result;
    };
    return { state: "ready", result: { ...result, all: whole } };
  } catch (error) {
    return error instanceof FoldFault
      ? { state: "refused", why: error.message }
      : { state: "failed", error };
  }
}

function loadedFold({ rows, columns, cohorts, cohortType, order }: FoldedResult): LoadedResult {
  return {
    rows,
    columns: columns.map(({ name, type, length, value }): Column => {
      const numeric = isNumeric(type);
      return {
        name,
        type,
        length,
        value,
        number: (row) => (numeric ? numberOf(value(row)) : Number.NaN),
      };
    }),
    series: seriesOf(cohorts),
    ...(cohortType && { cohortType }),
    ...(order && { order }),
  };
}

export { calculates } from "../../../src/fold/calculation.js";
