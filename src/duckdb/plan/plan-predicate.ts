import {
  allOf,
  anyOf,
  type Comparison,
  type Constant,
  type Predicate,
} from "../../sql/push-down/predicate.js";
import { readConstant } from "./plan-constant.js";
import { field, items, textOf, type Json } from "./plan-json.js";

/** The column of the scan that an expression is; undefined for everything else. */
export type ColumnOf = (expression: Json | undefined) => number | undefined;

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  COMPARE_EQUAL: "=",
  COMPARE_NOTEQUAL: "<>",
  COMPARE_LESSTHAN: "<",
  COMPARE_GREATERTHAN: ">",
  COMPARE_LESSTHANOREQUALTO: "<=",
  COMPARE_GREATERTHANOREQUALTO: ">=",
};

const TURNED: Readonly<Record<Comparison, Comparison>> = {
  "=": "=",
  "<>": "<>",
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
};

/**
 * A condition of the plan as far as it is understood: what is returned is true wherever the
 * condition is, and perhaps elsewhere. Undefined when nothing of it is understood.
 */
export function readPredicate(expression: Json, columnOf: ColumnOf): Predicate | undefined {
  const type = textOf(field(expression, "type"));
  const children = items(field(expression, "children"));
  const column = columnOf(children[0]);
  switch (type) {
    case "CONJUNCTION_AND":
      return allOf(children.map((child) => readPredicate(child, columnOf)));
    case "CONJUNCTION_OR":
      return anyOf(children.map((child) => readPredicate(child, columnOf)));
    case "OPERATOR_IS_NULL":
      return column === undefined ? undefined : { is: "null", column };
    case "OPERATOR_IS_NOT_NULL":
      return column === undefined ? undefined : { is: "not-null", column };
    case "COMPARE_IN":
    case "COMPARE_NOT_IN":
      return membership(type === "COMPARE_IN", column, children.slice(1).map(readConstant));
    case "COMPARE_BETWEEN":
      return between(expression, columnOf);
    case "COMPARE_DISTINCT_FROM":
    case "COMPARE_NOT_DISTINCT_FROM":
      return distinctness(type === "COMPARE_DISTINCT_FROM", expression, columnOf);
    case "BOUND_FUNCTION":
      return prefix(expression, column);
    case "BOUND_REF":
      return truth(expression, columnOf);
    default: {
      const comparison = COMPARISONS[type];
      if (!comparison) return undefined;
      return compare(field(expression, "left"), comparison, field(expression, "right"), columnOf);
    }
  }
}

function compare(
  left: Json | undefined,
  comparison: Comparison,
  right: Json | undefined,
  columnOf: ColumnOf,
): Predicate | undefined {
  const constant = readConstant(right);
  if (!constant) {
    return readConstant(left) && !readConstant(right)
      ? compare(right, TURNED[comparison], left, columnOf)
      : undefined;
  }
  const column = columnOf(left);
  if (column !== undefined) return { is: "compare", column, comparison, constant };
  return compareDay(left, comparison, constant, columnOf);
}

/** `ts::date < day`: a range of the timestamp itself. */
function compareDay(
  expression: Json | undefined,
  comparison: Comparison,
  { kind, text }: Constant,
  columnOf: ColumnOf,
): Predicate | undefined {
  if (textOf(field(expression, "type")) !== "OPERATOR_CAST" || kind !== "date") return undefined;
  const child = field(expression, "child");
  const column = columnOf(child);
  const isTimestamp = textOf(field(field(child, "return_type"), "id")) === "TIMESTAMP";
  const next = nextDay(text);
  if (column === undefined || !isTimestamp || next === undefined) return undefined;
  const at = (day: string, sign: Comparison): Predicate => ({
    is: "compare",
    column,
    comparison: sign,
    constant: { kind: "timestamp", text: `${day} 00:00:00.000000` },
  });
  const ranges = {
    ">=": at(text, ">="),
    ">": at(next, ">="),
    "<": at(text, "<"),
    "<=": at(next, "<"),
    "=": { is: "and", of: [at(text, ">="), at(next, "<")] },
    "<>": { is: "or", of: [at(text, "<"), at(next, ">=")] },
  } as const satisfies Record<Comparison, Predicate>;
  return ranges[comparison];
}

function nextDay(day: string): string | undefined {
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString();
  return /^\d{4}-/.test(next) ? next.slice(0, 10) : undefined;
}

function membership(
  isIn: boolean,
  column: number | undefined,
  constants: readonly (Constant | undefined)[],
): Predicate | undefined {
  const known = constants.filter((constant) => constant !== undefined);
  if (column === undefined || known.length === 0 || known.length < constants.length) {
    return undefined;
  }
  if (isIn) return { is: "in", column, constants: known };
  return allOf(
    known.map((constant) => ({ is: "compare", column, comparison: "<>", constant }) as const),
  );
}

function between(expression: Json, columnOf: ColumnOf): Predicate | undefined {
  const input = field(expression, "input");
  const lower = field(expression, "lower_inclusive") === true ? ">=" : ">";
  const upper = field(expression, "upper_inclusive") === true ? "<=" : "<";
  return allOf([
    compare(input, lower, field(expression, "lower"), columnOf),
    compare(input, upper, field(expression, "upper"), columnOf),
  ]);
}

function distinctness(
  distinct: boolean,
  expression: Json,
  columnOf: ColumnOf,
): Predicate | undefined {
  const column = columnOf(field(expression, "left"));
  const constant = readConstant(field(expression, "right"));
  if (column === undefined || !constant) return undefined;
  if (!distinct) return { is: "compare", column, comparison: "=", constant };
  const differs = { is: "compare", column, comparison: "<>", constant } as const;
  return { is: "or", of: [differs, { is: "null", column }] };
}

/** What `LIKE 'a%'` has become. */
function prefix(expression: Json, column: number | undefined): Predicate | undefined {
  const name = textOf(field(expression, "name"));
  if (name !== "prefix" && name !== "starts_with" && name !== "^@") return undefined;
  const [subject, start] = items(field(expression, "children"));
  const isText = textOf(field(field(subject, "return_type"), "id")) === "VARCHAR";
  const constant = readConstant(start);
  if (column === undefined || !isText || constant?.kind !== "text") return undefined;
  return { is: "prefix", column, prefix: constant.text };
}

/** A boolean column stands for itself. */
function truth(expression: Json, columnOf: ColumnOf): Predicate | undefined {
  const column = columnOf(expression);
  const isBoolean = textOf(field(field(expression, "return_type"), "id")) === "BOOLEAN";
  if (column === undefined || !isBoolean) return undefined;
  return { is: "compare", column, comparison: "=", constant: { kind: "bool", text: "true" } };
}
