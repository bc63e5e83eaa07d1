/** Expressions of DuckDB's plan before it is optimised; what is not known here is `unknown`. */
import type { LogicalType } from "../../contract/logical-type.js";
import type {
  Aggregate,
  BoundType,
  Expression,
  OrderKey,
} from "../../sql/elsewhere/bound-query.js";
import { COMPARISON_WORDS } from "./comparison-words.js";
import { readConstant } from "./plan-constant.js";
import { field, isNode, items, positionOf, textOf, type Json } from "./plan-json.js";

export function orderKeyOf(node: Json): OrderKey {
  return {
    by: expressionOf(field(node, "expression")),
    descending: textOf(field(node, "type")) === "DESCENDING",
    nullsFirst: textOf(field(node, "null_order")) === "NULLS FIRST",
  };
}

export function aggregateOf(node: Json): Aggregate {
  const filter = field(node, "filter");
  const isNone = filter === undefined || filter === null;
  return {
    name: textOf(field(node, "name")),
    args: items(field(node, "children")).map(expressionOf),
    type: typeOf(field(node, "return_type")),
    distinct: textOf(field(node, "aggregate_type")) !== "NON_DISTINCT",
    ordered: items(field(field(node, "order_bys"), "orders")).length > 0,
    ...(!isNone && { filter: expressionOf(filter) }),
  };
}

/** Operators by the words that SQL has for them. */
export const CALLS: Readonly<Record<string, string>> = {
  ...COMPARISON_WORDS,
  COMPARE_IN: "in",
  COMPARE_NOT_IN: "not in",
  CONJUNCTION_AND: "and",
  CONJUNCTION_OR: "or",
  OPERATOR_COALESCE: "coalesce",
  OPERATOR_IS_NULL: "is null",
  OPERATOR_IS_NOT_NULL: "is not null",
  OPERATOR_NOT: "not",
};

/** What people call expressions that no other engine is asked for, and words that they are written with. */
const SPELLED: Readonly<
  Record<string, { readonly what: string; readonly words?: readonly string[] }>
> = {
  ARRAY_CONSTRUCTOR: { what: "a list" },
  GROUPING_FUNCTION: { what: "`grouping`", words: ["grouping"] },
  LAMBDA: { what: "a lambda", words: ["->"] },
  OPERATOR_TRY: { what: "`try`", words: ["try"] },
  OPERATOR_UNNEST: { what: "`unnest`", words: ["unnest"] },
};

export function expressionOf(node: Json | undefined): Expression {
  const word = textOf(field(node, "type"));
  const type = typeOf(field(node, "return_type"));
  const placed = { type, ...placeOf(node) };
  const of = (name: string) => expressionOf(field(node, name));
  const call = CALLS[word];
  if (call !== undefined) {
    const sides = [field(node, "left"), field(node, "right")].filter((side) => side !== undefined);
    const args = [...sides, ...items(field(node, "children"))].map(expressionOf);
    const own = word === "OPERATOR_COALESCE" ? type : "bool";
    return { is: "call", name: call, args, ...placed, type: own };
  }
  switch (word) {
    case "BOUND_REF":
      return { is: "column", column: positionOf(field(node, "index")), ...placed };
    case "VALUE_CONSTANT":
      return constantOf(node);
    case "OPERATOR_CAST":
      return {
        is: "cast",
        of: of("child"),
        attempt: field(node, "try_cast") === true,
        ...(node !== undefined && firstPlace(node)),
        ...placed,
      };
    case "BOUND_FUNCTION": {
      const args = items(field(node, "children")).map(expressionOf);
      return { is: "call", name: textOf(field(node, "name")), args, ...placed };
    }
    case "CASE_EXPR": {
      const checks = items(field(node, "case_checks")).map((check) => ({
        when: expressionOf(field(check, "when_expr")),
        value: expressionOf(field(check, "then_expr")),
      }));
      return { is: "case", checks, otherwise: of("else_expr"), ...placed };
    }
    default:
      return { is: "unknown", ...(SPELLED[word] ?? { what: "a part of the SQL" }), ...placed };
  }
}

function constantOf(node: Json | undefined): Expression {
  const value = field(node, "value");
  const placed = { type: typeOf(field(value, "type")), ...placeOf(node) };
  if (field(value, "is_null") === true) return { is: "constant", text: null, ...placed };
  const constant = readConstant(node);
  if (!constant) return { is: "unknown", what: "a constant of this type", ...placed };
  return { is: "constant", text: constant.text, ...placed };
}

/** The first place in the SQL that a part of the plan has. */
export function firstPlace(node: Json): { readonly at?: number } {
  const places: number[] = [];
  const look = (value: Json): void => {
    if (Array.isArray(value)) value.forEach(look);
    else if (isNode(value)) {
      places.push(
        ...(placeOf(value).at === undefined ? [] : [positionOf(value["query_location"])]),
      );
      Object.values(value).forEach(look);
    }
  };
  look(node);
  return places.length === 0 ? {} : { at: Math.min(...places) };
}

export function placeOf(node: Json | undefined): { readonly at?: number } {
  const at = positionOf(field(node, "query_location"));
  return at < 0 ? {} : { at };
}

const TYPES: Readonly<Record<string, LogicalType | "int128">> = {
  BOOLEAN: "bool",
  TINYINT: "int8",
  SMALLINT: "int16",
  INTEGER: "int32",
  BIGINT: "int64",
  HUGEINT: "int128",
  FLOAT: "float32",
  DOUBLE: "float64",
  VARCHAR: "text",
  DATE: "date",
  TIMESTAMP: "timestamp",
  "TIMESTAMP WITH TIME ZONE": "instant",
  UUID: "uuid",
};

export function typeOf(node: Json | undefined): BoundType {
  const id = textOf(field(node, "id"));
  const info = field(node, "type_info");
  // A type with a name of its own, such as JSON, is no plain text.
  const alias = textOf(field(info, "alias"));
  if (alias !== "") return `only ${alias.toLowerCase()}`;
  if (id === "DECIMAL") {
    const [width, scale] = [positionOf(field(info, "width")), positionOf(field(info, "scale"))];
    return width < 1 ? "only decimal" : `decimal(${width},${scale})`;
  }
  return TYPES[id] ?? `only ${id.toLowerCase()}`;
}
