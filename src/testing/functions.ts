/** The functions that `project/test-expression/functions.ts` names. */
import type { TestFunction } from "../project/test-expression/functions.js";
import { EvaluationFault } from "./evaluation-fault.js";
import {
  magnitude,
  compareNumbers,
  divide,
  fromNumber,
  round,
  subtract,
  toFloat,
  total,
  type TestNumber,
} from "./test-number.js";
import { broadcast, eachValue, order } from "./operators.js";
import { charactersOf, described, isList, isNumber, valueKey, type TestValue } from "./value.js";

type Args = readonly [TestValue, ...TestValue[]];

const ZERO: TestNumber = fromNumber(0);

/** All but `any_test_failed`, which asks the run of the tests. */
export const FUNCTIONS = {
  sum: ([values]) => total(numbersIn(values, "sum")),
  mean: ([values]) => {
    const numbers = numbersIn(values, "mean");
    if (numbers.length === 0) return null;
    return divide(total(numbers), fromNumber(numbers.length));
  },
  min: (args) => extreme(args, "min", (sign) => sign < 0),
  max: (args) => extreme(args, "max", (sign) => sign > 0),
  count: ([values]) => fromNumber(present(values, "count").length),
  len: ([values]) => {
    if (typeof values === "string") return fromNumber(charactersOf(values).length);
    return fromNumber(listOf(values, "len").length);
  },
  unique: ([values]) => [
    ...new Map(present(values, "unique").map((value) => [valueKey(value), value])).values(),
  ],
  all: ([values]) => conditions(values, "all").every((value) => value === true),
  any: ([values]) => conditions(values, "any").some((value) => value === true),
  abs: ([value]) => eachValue(value, (one) => onNumber(one, "abs", magnitude)),
  round: ([value, places = ZERO]) => {
    const digits = isNumber(places) ? toFloat(places) : Number.NaN;
    if (!Number.isInteger(digits) || Math.abs(digits) > 1000) {
      throw new EvaluationFault(
        `\`round\` needs a whole number of digits, but here it has ${described(places)}.`,
      );
    }
    return eachValue(value, (one) => onNumber(one, "round", (number) => round(number, digits)));
  },
  approx: ([a, b = null, tolerance = null]) =>
    broadcast(a, b, "`approx`", (x, y) => {
      if (x === null || y === null || tolerance === null) return false;
      if (!isNumber(x) || !isNumber(y) || !isNumber(tolerance)) {
        const [first, second] = [described(x), described(y)];
        throw new EvaluationFault(
          `\`approx\` needs numbers, but here it has ${first}, ${second} and ${described(tolerance)}.`,
        );
      }
      return compareNumbers(magnitude(subtract(x, y)), tolerance) <= 0;
    }),
} as const satisfies Record<Exclude<TestFunction, "any_test_failed">, (args: Args) => TestValue>;

function listOf(value: TestValue, name: string): readonly TestValue[] {
  if (isList(value)) return value;
  throw new EvaluationFault(`\`${name}\` needs a list, but here it has ${described(value)}.`);
}

/** Without the NULLs; lists of lists, as of a surface, as one. */
function present(value: TestValue, name: string): TestValue[] {
  return flat(listOf(value, name)).filter((item) => item !== null);
}

function flat(list: readonly TestValue[]): TestValue[] {
  return list.flatMap((item) => (isList(item) ? flat(item) : [item]));
}

function numbersIn(value: TestValue, name: string): TestNumber[] {
  return present(value, name).map((item) => {
    if (isNumber(item)) return item;
    throw new EvaluationFault(`\`${name}\` needs numbers, but one value is ${described(item)}.`);
  });
}

function conditions(value: TestValue, name: string): TestValue[] {
  const list = flat(isList(value) ? value : [value]);
  for (const item of list) {
    if (item === null || typeof item === "boolean") continue;
    throw new EvaluationFault(
      `\`${name}\` needs conditions, but one value is ${described(item)}.`,
      `Compare the values, as in \`${name}(x > 0)\`.`,
    );
  }
  return list;
}

function extreme(args: Args, name: string, wins: (sign: number) => boolean): TestValue {
  const values = args.length > 1 ? present(args, name) : present(args[0], name);
  let best: TestValue = null;
  for (const value of values) {
    if (best === null || wins(order(value, best, name))) best = value;
  }
  return best;
}

function onNumber(
  value: TestValue,
  name: string,
  apply: (value: TestNumber) => TestNumber,
): TestValue {
  if (value === null) return null;
  if (isNumber(value)) return apply(value);
  throw new EvaluationFault(`\`${name}\` needs numbers, but one value is ${described(value)}.`);
}
