import type { Environment } from "../project/project.js";
import type { TestExpression } from "../project/objects.js";
import type { ExpressionNode } from "../project/test-expression/ast.js";
import { isTestFunction } from "../project/test-expression/functions.js";
import { EvaluationFault } from "./evaluation-fault.js";
import { parseNumber, toFloat } from "./test-number.js";
import { FUNCTIONS } from "./functions.js";
import { arithmetic, compared, inverted, joined, negated } from "./operators.js";
import { charactersOf, described, isList, isNumber, type TestValue } from "./value.js";

/** What an expression may ask besides its own text. */
export interface EvaluationContext {
  /** Values of {@link TestExpression.data}, by position. */
  readonly data: readonly TestValue[];
  readonly environment: Pick<Environment, "get">;
  readonly anyTestFailed: boolean;
}

/** The value of a part of an expression. Throws an {@link EvaluationFault}. */
export function evaluate(
  node: ExpressionNode,
  expression: TestExpression,
  context: EvaluationContext,
): TestValue {
  const value = (inner: ExpressionNode): TestValue => evaluate(inner, expression, context);
  switch (node.kind) {
    case "null":
      return null;
    case "boolean":
    case "text":
      return node.value;
    case "number":
      return parseNumber(node.text) ?? null;
    case "list":
      return node.items.map(value);
    case "env":
      return context.environment.get(node.variable) ?? null;
    case "reference":
      return context.data[node.reference] ?? null;
    case "negate":
      return negated(value(node.operand));
    case "not":
      return inverted(value(node.operand));
    case "and":
    case "or":
      return joinedFromLeft(node.kind, node.operands, value);
    case "binary":
      return arithmetic(node.operator, value(node.left), value(node.right));
    case "compare":
      return comparison(node, value);
    case "index":
      return element(value(node.of), value(node.index), `\`${expression.textOf(node.of)}\``);
    case "slice":
      return sliced(node, value);
    default:
      return called(node, value, context);
  }
}

function called(
  { name, args }: Extract<ExpressionNode, { kind: "call" }>,
  value: (node: ExpressionNode) => TestValue,
  { anyTestFailed }: EvaluationContext,
): TestValue {
  // The parser takes known functions only.
  if (!isTestFunction(name)) throw new Error(`There is no function ${name}`);
  if (name === "any_test_failed") return anyTestFailed;
  const [first = null, ...rest] = args.map(value);
  return FUNCTIONS[name]([first, ...rest]);
}

/** What follows a decision is not evaluated, so that a condition may guard the next. */
function joinedFromLeft(
  kind: "and" | "or",
  operands: readonly ExpressionNode[],
  value: (node: ExpressionNode) => TestValue,
): TestValue {
  const [first, ...rest] = operands;
  let result = first ? value(first) : null;
  for (const operand of rest) {
    if (result === (kind === "or")) return result;
    result = joined(kind, result, value(operand));
  }
  return joined(kind, result, result);
}

function comparison(
  { first, rest }: Extract<ExpressionNode, { kind: "compare" }>,
  value: (node: ExpressionNode) => TestValue,
): TestValue {
  let left = value(first);
  let result: TestValue = true;
  for (const { operator, operand } of rest) {
    const right = value(operand);
    result = joined("and", result, compared(operator, left, right));
    left = right;
  }
  return result;
}

/**
 * One value of a list or one character of a text; negative positions count from the end. `what`
 * names it.
 */
export function element(of: TestValue, at: TestValue, what: string): TestValue {
  const values = indexable(of, what);
  const position = wholeNumber(at);
  const found = values[position < 0 ? values.length + position : position];
  if (found !== undefined) return found;
  const has = values.length === 1 ? "1 value" : `${values.length} values`;
  throw new EvaluationFault(`${what} has ${has}, so there is none at position ${position}.`);
}

function sliced(
  { of, from, to }: Extract<ExpressionNode, { kind: "slice" }>,
  value: (node: ExpressionNode) => TestValue,
): TestValue {
  const list = value(of);
  const start = from && wholeNumber(value(from));
  const end = to && wholeNumber(value(to));
  if (typeof list === "string") return charactersOf(list).slice(start, end).join("");
  return indexable(list, "This").slice(start, end);
}

function indexable(value: TestValue, what: string): readonly TestValue[] {
  if (isList(value)) return value;
  if (typeof value === "string") return charactersOf(value);
  throw new EvaluationFault(`${what} is ${described(value)} and has no positions.`);
}

function wholeNumber(value: TestValue): number {
  const position = isNumber(value) ? toFloat(value) : Number.NaN;
  if (Number.isInteger(position)) return position;
  throw new EvaluationFault(`A position is a whole number, but this is ${described(value)}.`);
}
