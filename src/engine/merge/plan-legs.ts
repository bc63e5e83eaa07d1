/** The plan of one merge: what its SQL needs of each model whose rows lie in a source. */
import type { MergeModel } from "../../project/objects.js";
import type { Embedded } from "../reader/contract.js";
import { legNeed, wholeNeed, type LegNeed } from "./leg-need.js";
import { plannedTable, type LegChild, type MergeChild } from "./merge-children.js";
import type { PlanFacts } from "./read-plan.js";

export interface MergePlan {
  readonly children: readonly MergeChild[];
  readonly facts: PlanFacts;
  /** By the model's id, for the legs. */
  readonly needs: ReadonlyMap<string, LegNeed>;
}

export interface PlanLegsOptions {
  readonly embedded: Embedded;
  readonly timeZone: string;
  /** Everything is moved. */
  readonly whole?: boolean | undefined;
}

export async function planLegs(
  merge: MergeModel,
  children: readonly MergeChild[],
  { embedded, timeZone, whole = false }: PlanLegsOptions,
): Promise<MergePlan> {
  const hasLegs = children.some(({ kind }) => kind === "leg");
  const facts: PlanFacts =
    whole || !hasLegs
      ? { understood: false, reason: "moving whole models was asked for" }
      : await embedded.plan(merge.sql, children.map(plannedTable), timeZone);
  return { children, facts, needs: needsOf(facts, children) };
}

/** What the facts say of each leg. */
export function needsOf(
  facts: PlanFacts,
  children: readonly MergeChild[],
): ReadonlyMap<string, LegNeed> {
  const needs = new Map<string, LegNeed>();
  for (const [at, child] of children.entries()) {
    if (child.kind === "leg") needs.set(child.model.id, needOf(facts, at, child));
  }
  return needs;
}

function needOf(facts: PlanFacts, at: number, child: LegChild): LegNeed {
  const { columns, source } = child;
  return legNeed(facts, at, { columns, dialect: source.info.dialect });
}

/** The need of a leg of which nothing else is known. */
export function needOfAll(child: LegChild): LegNeed {
  return wholeNeed(child.columns, []);
}
