import { dialects } from "../../sql/dialects.js";
import { keyEdges, keyFamily, type KeyEdge, type KeyFamily } from "./key-edges.js";
import { isUnsure } from "./leg-need.js";
import type { MergePlan } from "./plan-legs.js";
import type { WantedLeg } from "./want-legs.js";

/** The joins along which keys may be pushed, if they turn out to be few. */
export function keysTaken(plan: MergePlan, wanted: ReadonlyMap<number, WantedLeg>): KeyEdge[] {
  return keyEdges(plan.facts).filter((edge) => takesKeys(plan, wanted, edge));
}

/** Of the column that takes the keys of an edge. */
export function familyOf(
  wanted: ReadonlyMap<number, WantedLeg>,
  { to }: KeyEdge,
): KeyFamily | undefined {
  const column = wanted.get(to.table)?.child.columns[to.column];
  return column && keyFamily(column.type);
}

/**
 * Whether the column on the far side is one that takes keys, of a leg that is this merge's alone.
 */
function takesKeys(
  plan: MergePlan,
  wanted: ReadonlyMap<number, WantedLeg>,
  edge: KeyEdge,
): boolean {
  const leg = wanted.get(edge.to.table);
  if (!leg || leg.shared || !leg.need.used) return false;
  const { columns, source } = leg.child;
  if (leg.need.columns.some((at) => columns[at] && isUnsure(columns[at]))) return false;
  const column = columns[edge.to.column];
  const kind = column && dialects[source.info.dialect].pushDown.kindOf(column);
  const family = familyOf(wanted, edge);
  const fits = family === "integer" ? kind === "number" : family !== undefined && kind === family;
  const from = plan.children[edge.from.table];
  if (!fits || !from) return false;
  const fromColumn = from.kind === "leg" ? from.columns[edge.from.column] : undefined;
  return from.kind === "present" || (fromColumn && keyFamily(fromColumn.type) === family) === true;
}
