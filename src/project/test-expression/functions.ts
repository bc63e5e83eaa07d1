/** How many values a function takes; `most` is absent where there is no limit. */
interface Arity {
  readonly least: number;
  readonly most: number;
  /** How it is called, for messages and the reference. */
  readonly usage: string;
  readonly meaning: string;
}

/** The functions of test expressions. NULLs are left out unless the meaning says otherwise. */
export const TEST_FUNCTIONS = {
  sum: { least: 1, most: 1, usage: "sum(values)", meaning: "The sum; 0 of no values." },
  mean: {
    least: 1,
    most: 1,
    usage: "mean(values)",
    meaning: "The arithmetic mean; null of no values.",
  },
  min: {
    least: 1,
    most: Infinity,
    usage: "min(values) or min(a, b, …)",
    meaning: "The least value; null of no values.",
  },
  max: {
    least: 1,
    most: Infinity,
    usage: "max(values) or max(a, b, …)",
    meaning: "The greatest value; null of no values.",
  },
  count: { least: 1, most: 1, usage: "count(values)", meaning: "How many values are not null." },
  len: {
    least: 1,
    most: 1,
    usage: "len(values)",
    meaning: "How many values there are, nulls among them; of a text its characters.",
  },
  unique: {
    least: 1,
    most: 1,
    usage: "unique(values)",
    meaning: "The distinct values in order of first appearance.",
  },
  all: {
    least: 1,
    most: 1,
    usage: "all(conditions)",
    meaning: "True when every condition is true, also when there is none; null counts as false.",
  },
  any: { least: 1, most: 1, usage: "any(conditions)", meaning: "True when a condition is true." },
  abs: { least: 1, most: 1, usage: "abs(x)", meaning: "Without its sign; of a list each value." },
  round: {
    least: 1,
    most: 2,
    usage: "round(x, digits)",
    meaning: "To so many digits after the point, 0 when not said; halves away from zero.",
  },
  approx: {
    least: 3,
    most: 3,
    usage: "approx(a, b, tolerance)",
    meaning: "True when the two differ by at most the tolerance; of lists each pair.",
  },
  any_test_failed: {
    least: 0,
    most: 0,
    usage: "any_test_failed()",
    meaning: "True when a test has failed so far; in alerts, when any has.",
  },
} as const satisfies Record<string, Arity>;

export type TestFunction = keyof typeof TEST_FUNCTIONS;

/** True for the names of {@link TEST_FUNCTIONS}. */
export function isTestFunction(name: string): name is TestFunction {
  return Object.hasOwn(TEST_FUNCTIONS, name);
}

/** What is wrong with a number of arguments, as a sentence. */
export function arityFault(name: TestFunction, count: number): string | undefined {
  const { least, most, usage }: Arity = TEST_FUNCTIONS[name];
  return count >= least && count <= most
    ? undefined
    : `\`${name}\` is called as \`${usage}\`, but here it has ${count === 1 ? "1 argument" : `${count} arguments`}.`;
}
