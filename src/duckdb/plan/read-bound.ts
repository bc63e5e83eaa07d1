/** A bound query from DuckDB's plan before it is optimised; what is not known here is `unknown`. */
import type { BoundQuery, BoundRelation, JoinKind } from "../../sql/elsewhere/bound-query.js";
import { JOIN_KINDS } from "../../sql/elsewhere/bound-query.js";
import { field, items, parsePlan, positionOf, textOf, type Json } from "./plan-json.js";
import {
  aggregateOf,
  CALLS,
  expressionOf,
  firstPlace,
  orderKeyOf,
  typeOf,
} from "./read-expression.js";
import { existsIn, onlyRow } from "./read-subquery.js";
import { windowValueOf } from "./read-window.js";

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

/** What people call operators that no other engine is asked for, and words that they are written with. */
const OPERATORS: Readonly<Record<string, readonly [what: string, ...words: string[]]>> = {
  LOGICAL_ASOF_JOIN: ["an ASOF join", "asof"],
  LOGICAL_EXPRESSION_GET: ["VALUES", "values"],
  LOGICAL_PIVOT: ["PIVOT", "pivot"],
  LOGICAL_POSITIONAL_JOIN: ["a positional join", "positional"],
  LOGICAL_RECURSIVE_CTE: ["WITH RECURSIVE", "recursive"],
  LOGICAL_SAMPLE: ["a sample", "sample"],
  LOGICAL_UNNEST: ["rows of a list", "unnest", "unpivot", "summarize"],
  LOGICAL_DEPENDENT_JOIN: ["a subquery that names columns of the query around it"],
  LOGICAL_SHOW: ["DESCRIBE", "describe", "show"],
};

function relationOf(node: Json): BoundRelation {
  const type = textOf(field(node, "type"));
  const unknown = (what: string, ...words: string[]): BoundRelation => {
    const place = words.length > 0 ? { words } : firstPlace(node);
    return { is: "unknown", what, ...place };
  };
  const named = () => unknown(...(OPERATORS[type] ?? (["a part of the SQL"] as const)));
  const [first, second] = items(field(node, "children"));
  // Only optimised plans leave columns out on the way.
  const isWhole = ["projection_map", "left_projection_map", "right_projection_map"].every(
    (name) => items(field(node, name)).length === 0,
  );
  if (!isWhole) return unknown("a part of the SQL");
  const called = textOf(field(node, "name"));
  if (type === "LOGICAL_GET")
    return scanOf(node) ?? unknown(`the table function \`${called}\``, called);
  if (type === "LOGICAL_DUMMY_SCAN") return { is: "row" };
  if (type === "LOGICAL_DELIM_GET") return { is: "given" };
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
      if (items(field(node, "grouping_sets")).length > 1)
        return unknown("GROUP BY with GROUPING SETS, ROLLUP or CUBE", "rollup", "cube", "sets");
      if (items(field(node, "grouping_functions")).length > 0)
        return unknown("`grouping`", "grouping");
      return {
        is: "aggregate",
        of: relationOf(first),
        groups: items(field(node, "groups")).map(expressionOf),
        aggregates: items(field(node, "expressions")).map(aggregateOf),
      };
    case "LOGICAL_WINDOW":
      return {
        is: "window",
        of: relationOf(first),
        values: items(field(node, "expressions")).map(windowValueOf),
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
  const left = relationOf(first);
  const right = relationOf((type === "LOGICAL_CROSS_PRODUCT" && onlyRow(second)) || second);
  switch (type) {
    case "LOGICAL_CROSS_PRODUCT":
      return { is: "join", kind: "inner", left, right, pairs: [] };
    case "LOGICAL_DELIM_JOIN":
      return (
        existsIn(node, left, right) ?? {
          is: "unknown",
          what: "a subquery that names columns of the query around it",
          ...firstPlace(second),
        }
      );
    case "LOGICAL_COMPARISON_JOIN":
    case "LOGICAL_ANY_JOIN":
      return joinOf(node, left, right) ?? unknown("a join of this kind");
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
  return { is: "scan", table, columns, types: columns.map((at) => types[at] ?? "only column") };
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
    ...(kind === "mark" && firstPlace(items(field(node, "children"))[1] ?? null)),
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
