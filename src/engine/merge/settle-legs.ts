import type { EngineTable } from "../../rows/relation.js";
import type { FetchedLeg, FetchRequest } from "./fetch-leg.js";
import { keyEdges } from "./key-edges.js";
import { covers, isUnsure } from "./leg-need.js";
import type { LegChild } from "./merge-children.js";
import { needOfAll, needsOf, type MergePlan } from "./plan-legs.js";
import type { PlanFacts } from "../../sql/plan-facts.js";

export interface SettleOptions {
  tableOf(child: LegChild, leg: FetchedLeg): EngineTable;
  plan(tables: readonly EngineTable[]): Promise<PlanFacts>;
  fetch(request: FetchRequest): Promise<FetchedLeg>;
}

/**
 * Where rows have other types than their source declared, the plan was made for other tables than
 * there are: it is made again, and what was fetched too little of is fetched as a whole.
 */
export async function settleLegs(
  plan: MergePlan,
  fetched: Map<number, FetchedLeg>,
  options: SettleOptions,
): Promise<void> {
  let { needs } = plan;
  let edges = keyEdges(plan.facts);
  for (;;) {
    if (!plan.children.every((child, at) => isAsPlanned(child, fetched.get(at)))) {
      const tables = plan.children.map((child, at) => tableOf(child, fetched.get(at), options));
      const facts = await options.plan(tables);
      needs = needsOf(plan.sql, facts, plan.children);
      edges = keyEdges(facts);
    }
    const lacking = plan.children.flatMap((child, at) => {
      const leg = fetched.get(at);
      if (child.kind !== "leg" || !leg || isWhole(child, leg)) return [];
      const need = needs.get(child.model.id) ?? needOfAll(child);
      const keysHold = leg.keys.every((key) =>
        edges.some(
          ({ from, to }) =>
            from.table === key.fromTable && to.table === at && to.column === key.column,
        ),
      );
      return covers(leg.need, need) && keysHold ? [] : [{ at, child }];
    });
    if (lacking.length === 0) return;
    await Promise.all(
      lacking.map(async ({ at, child }) => {
        const need = needOfAll(child);
        fetched.set(at, await options.fetch({ child, need, refetched: OTHER_TYPES }));
      }),
    );
  }
}

const OTHER_TYPES = "its rows have other types than their source declares";

function tableOf(
  child: MergePlan["children"][number],
  leg: FetchedLeg | undefined,
  options: SettleOptions,
): EngineTable {
  if (child.kind === "present") return child.table;
  if (!leg) throw new Error("Every leg has been fetched");
  return options.tableOf(child, leg);
}

/** True when the types that were planned with are those of the rows. */
function isAsPlanned(child: MergePlan["children"][number], leg: FetchedLeg | undefined): boolean {
  if (child.kind !== "leg" || !leg?.artifact || isWhole(child, leg)) return true;
  const landed = new Map(leg.artifact.columns.map(({ name, type }) => [name.toLowerCase(), type]));
  return child.columns.every((column) => {
    const type = landed.get(column.name.toLowerCase());
    if (type === undefined) return true;
    return type === column.type && !(column.exact && isUnsure(column)) && !isNested(column.type);
  });
}

/** How lists and structs lie in a file depends on their source. */
function isNested(type: string): boolean {
  return type === "list" || type === "struct";
}

function isWhole({ columns }: LegChild, { need, keys }: FetchedLeg): boolean {
  return (
    need.used && need.columns.length === columns.length && !need.predicate && keys.length === 0
  );
}
