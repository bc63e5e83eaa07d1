/** Why an assertion does not hold, with the values of the part that decides. */
import type { TestExpression } from "../project/objects.js";
import type { ComparisonOperator, ExpressionNode } from "../project/test-expression/ast.js";
import { evaluate, type EvaluationContext } from "./evaluate.js";
import { compared } from "./operators.js";
import { described, isList, shown, type TestValue } from "./value.js";

type CompareNode = Extract<ExpressionNode, { kind: "compare" }>;

/** A sentence such as "`sum(ref(t).props.y)` is 34, expected 35.". */
export function explainFailure(expression: TestExpression, context: EvaluationContext): string {
  const value = (node: ExpressionNode): TestValue => evaluate(node, expression, context);
  const text = (node: ExpressionNode): string => `\`${expression.textOf(node)}\``;

  function explain(node: ExpressionNode): string {
    if (node.kind === "and") {
      const wrong = node.operands.find((operand) => value(operand) !== true);
      if (wrong && !isList(value(wrong))) return explain(wrong);
    }
    if (node.kind === "or") return node.operands.map(explain).join(" ");
    if (node.kind === "compare") return ofComparison(node);
    if (node.kind === "not") return `${text(node.operand)} is ${shown(value(node.operand))}.`;
    if (node.kind === "call" && (node.name === "all" || node.name === "any")) {
      const [of] = node.args;
      if (of) return ofEach(of, node.name);
    }
    if (node.kind === "call" && node.name === "approx") {
      const [a, b, tolerance] = node.args;
      if (a && b && tolerance) {
        return `${side(a)}, expected ${target(b)} give or take ${shown(value(tolerance))}.`;
      }
    }
    return `${text(node)} is ${shown(value(node))}, expected true.`;
  }

  function ofComparison({ first, rest }: CompareNode): string {
    let left = first;
    for (const { operator, operand } of rest) {
      if (compared(operator, value(left), value(operand)) !== true) {
        return `${side(left)}, expected ${EXPECTED[operator]}${target(operand)}.`;
      }
      left = operand;
    }
    return `${side(first)}.`;
  }

  function ofEach(of: ExpressionNode, name: "all" | "any"): string {
    const list = value(of);
    if (!isList(list)) return explain(of);
    const wrong = list.flatMap((item, index) => (item === true ? [] : [index]));
    const [first = 0] = wrong;
    if (name === "any") return `None of the ${list.length} values fulfils ${text(of)}.`;
    const start = `${wrong.length} of ${list.length} values ${wrong.length === 1 ? "does" : "do"} not fulfil ${text(of)}`;
    const culprit = of.kind === "compare" ? listIn(of) : undefined;
    if (!culprit) return `${start}; the first is at position ${first}.`;
    const values = value(culprit);
    const found = isList(values) ? (values[first] ?? null) : null;
    return `${start}; the first is ${shown(found)}, at position ${first}.`;
  }

  /** The operand of a comparison that is a list. */
  function listIn({ first, rest }: CompareNode): ExpressionNode | undefined {
    return [first, ...rest.map(({ operand }) => operand)].find((node) => isList(value(node)));
  }

  function side(node: ExpressionNode): string {
    return `${text(node)} is ${shown(value(node))}`;
  }

  function target(node: ExpressionNode): string {
    return isConstant(node) ? shown(value(node)) : `${shown(value(node))}, which is ${text(node)}`;
  }

  return explain(expression.root);
}

const EXPECTED: Record<ComparisonOperator, string> = {
  "==": "",
  "!=": "anything but ",
  "<": "less than ",
  "<=": "at most ",
  ">": "more than ",
  ">=": "at least ",
  in: "one of ",
  "not in": "none of ",
  is: "",
  "is not": "anything but ",
};

function isConstant(node: ExpressionNode): boolean {
  if (node.kind === "list") return node.items.every(isConstant);
  if (node.kind === "negate") return isConstant(node.operand);
  return ["null", "boolean", "number", "text"].includes(node.kind);
}

/** What is wrong with an assertion that yields neither true nor false. */
export function notACondition(text: string, value: TestValue): { reason: string; hint?: string } {
  const reason = `\`${text}\` yields ${described(value)}, not true or false.`;
  return isList(value)
    ? { reason, hint: `Say of which it must hold: \`all(…)\` or \`any(…)\`.` }
    : { reason, hint: "Compare it with something, as in `x > 0`." };
}
