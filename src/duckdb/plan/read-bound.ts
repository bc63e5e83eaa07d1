/** A bound query from DuckDB's plan before it is optimised; what is not known here is `unknown`. */
import type { LogicalType } from "../../contract/logical-type.js";
import type {
  Aggregate,
  BoundQuery,
  BoundRelation,
  BoundType,
  Expression,
  JoinKind,
  OrderKey,
} from "../../sql/elsewhere/bound-query.js";
import { JOIN_KINDS } from "../../sql/elsewhere/bound-query.js";
import { readConstant } from "./plan-constant.js";
import { COMPARISON_WORDS } from "./comparison-words.js";
import { field, items, parsePlan, positionOf, textOf, type Json } from "./plan-json.js";

/** `text` is what `json_serialize_plan` answers without `optimize`. */
export function readBound(text: string): BoundQuery {
  const plan = parsePlan(text);
  if (field(plan, "error") !== false) {
    return { reason: textOf(field(plan, "error_message")).split("\n")[0] ?? "" };
  }
  const [root, ...more] = items(field(plan, "plans"));
  if (root === undefined || more.length > 0) return { reason: "it is not one query." };
  return { relation: relationOf(root) };
}

/** What people call operators that no other engine is asked for, and a word that they are written with. */
const OPERATORS: Readonly<Record<string, readonly [what: string, word?: string]>> = {
  LOGICAL_ASOF_JOIN: ["an ASOF join", "asof"],
  LOGICAL_DELIM_JOIN: ["a subquery that names columns of the query around it"],
  LOGICAL_EXPRESSION_GET: ["VALUES", "values"],
  LOGICAL_PIVOT: ["PIVOT", "pivot"],
  LOGICAL_POSITIONAL_JOIN: ["a positional join", "positional"],
  LOGICAL_RECURSIVE_CTE: ["WITH RECURSIVE", "recursive"],
  LOGICAL_SAMPLE: ["a sample", "sample"],
  LOGICAL_UNNEST: ["`unnest`", "unnest"],
  LOGICAL_WINDOW: ["a window", "over"],
};

function relationOf(node: Json): BoundRelation {
  const type = textOf(field(node, "type"));
  const unknown = (what: string, word?: string): BoundRelation => {
    const places = items(field(node, "expressions")).map(placeOf);
    const place = places.find(({ at }) => at !== undefined);
    return { is: "unknown", what, ...place, ...(word !== undefined && { word }) };
  };
  const named = () => unknown(...(OPERATORS[type] ?? ([type] as const)));
  const [first, second] = items(field(node, "children"));
  // Only optimised plans leave columns out on the way.
  const isWhole = ["projection_map", "left_projection_map", "right_projection_map"].every(
    (name) => items(field(node, name)).length === 0,
  );
  if (!isWhole) return unknown(type);
  if (type === "LOGICAL_GET") return scanOf(node) ?? unknown("a table function");
  if (type === "LOGICAL_DUMMY_SCAN") return { is: "row" };
  if (type === "LOGICAL_CTE_REF") return { is: "named", id: positionOf(field(node, "cte_index")) };
  if (first === undefined) return named();
  switch (type) {
    case "LOGICAL_PROJECTION":
      return {
        is: "project",
        of: relationOf(first),
        expressions: items(field(node, "expressions")).map(expressionOf),
      };
    case "LOGICAL_FILTER":
      return {
        is: "filter",
        of: relationOf(first),
        where: items(field(node, "expressions")).map(expressionOf),
      };
    case "LOGICAL_AGGREGATE_AND_GROUP_BY":
      if (items(field(node, "grouping_sets")).length > 1) return unknown("GROUPING SETS", "group");
      if (items(field(node, "grouping_functions")).length > 0)
        return unknown("`grouping`", "grouping");
      return {
        is: "aggregate",
        of: relationOf(first),
        groups: items(field(node, "groups")).map(expressionOf),
        aggregates: items(field(node, "expressions")).map(aggregateOf),
      };
    case "LOGICAL_DISTINCT": {
      const isPlain = textOf(field(node, "distinct_type")) === "DISTINCT";
      return isPlain
        ? { is: "distinct", of: relationOf(first) }
        : unknown("DISTINCT ON", "distinct");
    }
    case "LOGICAL_ORDER_BY":
      return {
        is: "order",
        of: relationOf(first),
        keys: items(field(node, "orders")).map(orderKeyOf),
      };
    case "LOGICAL_LIMIT":
      return limitOf(node, relationOf(first)) ?? unknown("a LIMIT that is no number", "limit");
    default:
  }
  if (second === undefined) return named();
  const [left, right] = [relationOf(first), relationOf(second)];
  switch (type) {
    case "LOGICAL_CROSS_PRODUCT":
      return { is: "join", kind: "inner", left, right, pairs: [] };
    case "LOGICAL_COMPARISON_JOIN":
    case "LOGICAL_ANY_JOIN":
      return joinOf(node, left, right) ?? unknown("a subquery that stands for one value");
    case "LOGICAL_UNION":
    case "LOGICAL_INTERSECT":
    case "LOGICAL_EXCEPT": {
      const kind =
        type === "LOGICAL_UNION" ? "union" : type === "LOGICAL_EXCEPT" ? "except" : "intersect";
      // UNION without ALL has an operator of its own for that.
      const all = kind === "union" || field(node, "setop_all") === true;
      return { is: "set", kind, all, left, right };
    }
    case "LOGICAL_MATERIALIZED_CTE":
      return { is: "with", id: positionOf(field(node, "table_index")), body: left, of: right };
    default:
      return named();
  }
}

function scanOf(node: Json): BoundRelation | undefined {
  const table = Number(/^hw_c(\d+)$/.exec(textOf(field(node, "name")))?.[1] ?? -1);
  if (table < 0) return undefined;
  const types = items(field(node, "returned_types")).map(typeOf);
  const read = items(field(node, "column_indexes")).map((one) => positionOf(field(one, "index")));
  const output = items(field(node, "projection_ids"));
  const columns = (output.length > 0 ? output.map((id) => read[positionOf(id)] ?? -1) : read).map(
    (column) => (column < types.length ? column : -1),
  );
  return { is: "scan", table, columns, types: columns.map((at) => types[at] ?? "unknown") };
}

function joinOf(node: Json, left: BoundRelation, right: BoundRelation): BoundRelation | undefined {
  const word = textOf(field(node, "join_type")).toLowerCase();
  const kind = JOIN_KINDS.find((one): one is JoinKind => one === word);
  const predicate = field(node, "predicate");
  if (!kind || (predicate !== undefined && predicate !== null)) return undefined;
  const condition = field(node, "condition");
  const pairs = items(field(node, "conditions")).map((pair) => ({
    left: expressionOf(field(pair, "left")),
    right: expressionOf(field(pair, "right")),
    comparison: CALLS[textOf(field(pair, "comparison"))] ?? "",
  }));
  return {
    is: "join",
    kind,
    left,
    right,
    pairs,
    ...(condition !== undefined && condition !== null && { on: expressionOf(condition) }),
  };
}

function limitOf(node: Json, of: BoundRelation): BoundRelation | undefined {
  const [limit, offset] = ["limit_val", "offset_val"].map((name) => {
    const value = field(node, name);
    if (textOf(field(value, "type")) === "UNSET") return undefined;
    const isConstant = textOf(field(value, "type")) === "CONSTANT_VALUE";
    return isConstant ? positionOf(field(value, "constant_integer")) : -1;
  });
  if (limit === -1 || offset === -1) return undefined;
  return {
    is: "limit",
    of,
    ...(limit !== undefined && { limit }),
    ...(offset !== undefined && { offset }),
  };
}

function orderKeyOf(node: Json): OrderKey {
  return {
    by: expressionOf(field(node, "expression")),
    descending: textOf(field(node, "type")) === "DESCENDING",
    nullsFirst: textOf(field(node, "null_order")) === "NULLS FIRST",
  };
}

function aggregateOf(node: Json): Aggregate {
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
const CALLS: Readonly<Record<string, string>> = {
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

function expressionOf(node: Json | undefined): Expression {
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
      return { is: "cast", of: of("child"), attempt: field(node, "try_cast") === true, ...placed };
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
      return { is: "unknown", what: word, ...placed };
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

function placeOf(node: Json | undefined): { readonly at?: number } {
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

function typeOf(node: Json | undefined): BoundType {
  const id = textOf(field(node, "id"));
  const info = field(node, "type_info");
  // A type with a name of its own, such as JSON, is no plain text.
  if (textOf(field(info, "alias")) !== "") return "unknown";
  if (id === "DECIMAL") {
    const [width, scale] = [positionOf(field(info, "width")), positionOf(field(info, "scale"))];
    return width < 1 ? "unknown" : `decimal(${width},${scale})`;
  }
  return TYPES[id] ?? "unknown";
}
