import { quoteText } from "../../sql/quote.js";
import { COMPARISON_WORDS } from "./comparison-words.js";
import { readConstant } from "./plan-constant.js";
import { field, items, textOf, type Json } from "./plan-json.js";

/** Nested deeper than this, an expression is only hinted at. */
const DEPTH = 6;

/**
 * A condition of the plan in words that people know; `name` is what a column reference is called.
 * Not meant to be run.
 */
export function expressionText(
  expression: Json | undefined,
  name: (expression: Json | undefined) => string | undefined,
  depth = DEPTH,
): string {
  const text = (part: Json | undefined) => expressionText(part, name, depth - 1);
  if (depth === 0) return "…";
  const constant = readConstant(expression);
  if (constant) return constantText(constant.kind, constant.text);
  const type = textOf(field(expression, "type"));
  const children = items(field(expression, "children"));
  const operator = COMPARISON_WORDS[type];
  if (operator) {
    return `${text(field(expression, "left"))} ${operator} ${text(field(expression, "right"))}`;
  }
  switch (type) {
    case "BOUND_REF":
      return name(expression) ?? textOf(field(expression, "alias"));
    case "CONJUNCTION_AND":
      return children.map(text).join(" and ");
    case "CONJUNCTION_OR":
      return `(${children.map(text).join(" or ")})`;
    case "OPERATOR_NOT":
      return `not ${text(children[0])}`;
    case "OPERATOR_IS_NULL":
      return `${text(children[0])} is null`;
    case "OPERATOR_IS_NOT_NULL":
      return `${text(children[0])} is not null`;
    case "COMPARE_IN":
      return `${text(children[0])} in (${children.slice(1).map(text).join(", ")})`;
    case "COMPARE_NOT_IN":
      return `${text(children[0])} not in (${children.slice(1).map(text).join(", ")})`;
    case "COMPARE_BETWEEN":
      return `${text(field(expression, "input"))} between ${text(field(expression, "lower"))} and ${text(field(expression, "upper"))}`;
    case "OPERATOR_CAST":
      return text(field(expression, "child"));
    case "CASE_EXPR":
      return "case …";
    case "BOUND_FUNCTION":
      return callText(textOf(field(expression, "name")), children.map(text));
    default:
      return "…";
  }
}

function callText(name: string, args: readonly string[]): string {
  if (/^\w+$/.test(name) || args.length !== 2) return `${name}(${args.join(", ")})`;
  return `${args[0]} ${name} ${args[1]}`;
}

function constantText(kind: string, text: string): string {
  return kind === "number" || kind === "double" || kind === "bool" ? text : quoteText(text);
}
