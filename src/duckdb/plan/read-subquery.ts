/** Subqueries, of which DuckDB's plan before it is optimised makes joins. */
import type { BoundRelation } from "../../sql/elsewhere/bound-query.js";
import { field, items, textOf, type Json } from "./plan-json.js";
import { expressionOf, firstPlace } from "./read-expression.js";

/**
 * The query of a subquery that stands for one value, and is sure to have one row: DuckDB takes the first row of
 * it, and refuses more. Undefined for other operators.
 */
export function onlyRow(node: Json): Json | undefined {
  const [value, ...more] = items(field(node, "expressions"));
  const [first] = items(field(node, "children"));
  if (first === undefined || value === undefined || more.length > 0) return undefined;
  const isRefusal = items(field(value, "case_checks")).some(
    (check) => textOf(field(field(check, "then_expr"), "name")) === "error",
  );
  const names = items(field(first, "expressions")).map((one) => textOf(field(one, "name")));
  if (!isRefusal || names.join() !== "first,count_star" || isGrouped(first)) return undefined;
  const [query] = items(field(first, "children"));
  const isOne = query !== undefined && items(field(query, "expressions")).length === 1;
  return isOne && hasOneRow(query) ? query : undefined;
}

function hasOneRow(node: Json): boolean {
  const type = textOf(field(node, "type"));
  if (type === "LOGICAL_AGGREGATE_AND_GROUP_BY") return !isGrouped(node);
  const [below] = items(field(node, "children"));
  return type === "LOGICAL_PROJECTION" && below !== undefined && hasOneRow(below);
}

function isGrouped(node: Json): boolean {
  return items(field(node, "groups")).length > 0 || items(field(node, "grouping_sets")).length > 1;
}

/** EXISTS over a query that names columns of the one around it; undefined for other such subqueries. */
export function existsIn(
  node: Json,
  of: BoundRelation,
  among: BoundRelation,
): BoundRelation | undefined {
  const given = items(field(node, "duplicate_eliminated_columns")).map(expressionOf);
  const pairs = items(field(node, "conditions"));
  const isExists =
    textOf(field(node, "join_type")) === "MARK" &&
    field(node, "delim_flipped") !== true &&
    pairs.length === given.length &&
    pairs.every((pair, at) => {
      const left = expressionOf(field(pair, "left"));
      const outer = given[at];
      const isSame = textOf(field(pair, "comparison")) === "COMPARE_NOT_DISTINCT_FROM";
      return (
        isSame && left.is === "column" && outer?.is === "column" && left.column === outer.column
      );
    });
  if (!isExists) return undefined;
  const same = pairs.map((pair) => expressionOf(field(pair, "right")));
  return {
    is: "exists",
    of,
    given,
    among,
    same,
    ...firstPlace(items(field(node, "children"))[1] ?? null),
  };
}
