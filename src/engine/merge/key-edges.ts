import type { LogicalType } from "../../contract/logical-type.js";
import type { PlanFacts } from "../../sql/plan-facts.js";

/** The values of one table's column decide which rows of another table can matter. */
export interface KeyEdge {
  readonly from: { readonly table: number; readonly column: number };
  readonly to: { readonly table: number; readonly column: number };
}

/** Joins in which rows of one side that find no partner on the other do not matter. */
const RIGHT_DECIDES_LEFT = new Set(["INNER", "SEMI", "RIGHT"]);
const LEFT_DECIDES_RIGHT = new Set(["INNER", "SEMI", "LEFT", "ANTI"]);

/** Along which joins keys may be pushed. Tables that are read twice take and give none. */
export function keyEdges(facts: PlanFacts): KeyEdge[] {
  if (!facts.understood) return [];
  const { scans, joins } = facts;
  const isReadOnce = (table: number) => scans.filter((scan) => scan.table === table).length === 1;
  return joins.flatMap((join) => {
    const left = { table: scans[join.left.scan]?.table ?? -1, column: join.left.column };
    const right = { table: scans[join.right.scan]?.table ?? -1, column: join.right.column };
    if (left.table === right.table || !isReadOnce(left.table) || !isReadOnce(right.table))
      return [];
    return [
      ...(RIGHT_DECIDES_LEFT.has(join.type) ? [{ from: right, to: left }] : []),
      ...(LEFT_DECIDES_RIGHT.has(join.type) ? [{ from: left, to: right }] : []),
    ];
  });
}

export type KeyFamily = "integer" | "text" | "date" | "uuid";

/**
 * Columns of one family have the same values in every engine; undefined for those that are no keys.
 */
export function keyFamily(type: LogicalType): KeyFamily | undefined {
  if (/^u?int/.test(type)) return "integer";
  return type === "text" || type === "date" || type === "uuid" ? type : undefined;
}
