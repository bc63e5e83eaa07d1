/** Operators of test expressions. Where an operand is a list, they work on each of its values. */
import type { BinaryOperator, ComparisonOperator } from "../project/test-expression/ast.js";
import { EvaluationFault } from "./evaluation-fault.js";
import {
  add,
  compareNumbers,
  divide,
  floorDivide,
  isZero,
  modulo,
  multiply,
  negate,
  power,
  subtract,
  type TestNumber,
} from "./test-number.js";
import { described, isList, isNumber, valueKey, type TestValue } from "./value.js";

/** Applies to each value of a list, or to the value itself. */
export function eachValue(
  value: TestValue,
  apply: (value: Exclude<TestValue, readonly TestValue[]>) => TestValue,
): TestValue {
  if (isList(value)) return value.map((item) => eachValue(item, apply));
  return apply(value);
}

/**
 * Pairs two values: lists of the same length value by value, a single value with each of a list.
 */
export function broadcast(
  left: TestValue,
  right: TestValue,
  what: string,
  apply: (left: TestValue, right: TestValue) => TestValue,
): TestValue {
  if (isList(left) && isList(right)) {
    if (left.length !== right.length) {
      throw new EvaluationFault(
        `${what} needs lists of the same length, but these have ${left.length} and ${right.length} values.`,
      );
    }
    return left.map((item, i) => broadcast(item, right[i] ?? null, what, apply));
  }
  if (isList(left)) return left.map((item) => broadcast(item, right, what, apply));
  if (isList(right)) return right.map((item) => broadcast(left, item, what, apply));
  return apply(left, right);
}

const ARITHMETIC = {
  "+": add,
  "-": subtract,
  "*": multiply,
  "/": divide,
  "//": floorDivide,
  "%": modulo,
  "**": power,
} as const satisfies Record<BinaryOperator, (a: TestNumber, b: TestNumber) => TestNumber>;

/** NULL with anything is NULL; `+` joins texts. */
export function arithmetic(operator: BinaryOperator, left: TestValue, right: TestValue): TestValue {
  const what = `\`${operator}\``;
  return broadcast(left, right, what, (a, b) => {
    if (a === null || b === null) return null;
    if (operator === "+" && typeof a === "string" && typeof b === "string") return a + b;
    if (!isNumber(a) || !isNumber(b)) {
      throw new EvaluationFault(
        `${what} needs numbers, but here it has ${described(a)} and ${described(b)}.`,
      );
    }
    const divides = operator === "/" || operator === "//" || operator === "%";
    if (divides && isZero(b))
      throw new EvaluationFault(`${described(a)} is divided by zero.`.replace(/^t/, "T"));
    return ARITHMETIC[operator](a, b);
  });
}

/** The sign `-`: NULL stays NULL. */
export function negated(value: TestValue): TestValue {
  return eachValue(value, (one) => {
    if (one === null) return null;
    if (isNumber(one)) return negate(one);
    throw new EvaluationFault(`\`-\` needs a number, but here it has ${described(one)}.`);
  });
}

/** `not`: NULL stays NULL. */
export function inverted(value: TestValue): TestValue {
  return eachValue(value, (one) => {
    const truth = truthOf(one, "`not`");
    return truth === null ? null : !truth;
  });
}

/** `and` and `or` with SQL's third value: NULL decides nothing. */
export function joined(operator: "and" | "or", left: TestValue, right: TestValue): TestValue {
  const what = `\`${operator}\``;
  const decisive = operator === "or";
  return broadcast(left, right, what, (a, b) => {
    const [x, y] = [truthOf(a, what), truthOf(b, what)];
    if (x === decisive || y === decisive) return decisive;
    return x === null || y === null ? null : !decisive;
  });
}

/** A condition's value; an error for all that is none. */
export function truthOf(value: TestValue, what: string): boolean | null {
  if (value === null || typeof value === "boolean") return value;
  throw new EvaluationFault(
    `${what} needs true or false, but here it has ${described(value)}.`,
    "Compare it with something, as in `x > 0`.",
  );
}

/** NULL is equal to nothing, also not to NULL, and has no order; `is null` asks for it. */
export function compared(
  operator: ComparisonOperator,
  left: TestValue,
  right: TestValue,
): TestValue {
  if (operator === "in" || operator === "not in") {
    return eachValue(left, (item) => isIn(item, right) === (operator === "in"));
  }
  return broadcast(left, right, `\`${operator}\``, (a, b) => comparedOne(operator, a, b));
}

function comparedOne(
  operator: Exclude<ComparisonOperator, "in" | "not in">,
  a: TestValue,
  b: TestValue,
): boolean {
  switch (operator) {
    case "is":
      return isSame(a, b) || (a === null && b === null);
    case "is not":
      return !isSame(a, b) && !(a === null && b === null);
    case "==":
      return isSame(a, b);
    case "!=":
      return !isSame(a, b);
    default:
      return a !== null && b !== null && ORDERS[operator](order(a, b, operator));
  }
}

const ORDERS = {
  "<": (sign: number) => sign < 0,
  "<=": (sign: number) => sign <= 0,
  ">": (sign: number) => sign > 0,
  ">=": (sign: number) => sign >= 0,
} as const;

/** Values of different kinds are different; NULL and NaN are different from themselves. */
export function isSame(a: TestValue, b: TestValue): boolean {
  if (isNumber(a) && isNumber(b)) return compareNumbers(a, b) === 0;
  return a !== null && !isNumber(a) && !isNumber(b) && valueKey(a) === valueKey(b);
}

/** Numbers by size, texts by their characters (ISO dates by time), false before true. */
export function order(a: TestValue, b: TestValue, what: string): number {
  if (isNumber(a) && isNumber(b)) return compareNumbers(a, b);
  const fits =
    (typeof a === "string" && typeof b === "string") ||
    (typeof a === "boolean" && typeof b === "boolean");
  if (!fits) {
    throw new EvaluationFault(`\`${what}\` cannot compare ${described(a)} with ${described(b)}.`);
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

function isIn(value: TestValue, within: TestValue): boolean {
  if (typeof within === "string" && typeof value === "string") return within.includes(value);
  if (isList(within)) return within.some((item) => isSame(value, item));
  throw new EvaluationFault(
    `\`in\` needs a list, or texts on both sides, but here it has ${described(value)} in ${described(within)}.`,
  );
}
