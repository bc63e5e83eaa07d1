import type { SqlModel } from "../../project/objects.js";
import type { ReadControl } from "../../readers/call.js";
import { descendants, type MergeModelJob } from "../plan.js";
import { unionOfNeeds, type LegNeed } from "./leg-need.js";
import type { LegChild } from "./merge-children.js";
import type { MergePlans } from "./merge-plans.js";
import { needOfAll, type MergePlan } from "./plan-legs.js";

/** A leg as its merge wants it. */
export interface WantedLeg {
  readonly child: LegChild;
  readonly need: LegNeed;
  /** Fetched for several merges; it takes no keys. */
  readonly shared: boolean;
  /** Why everything is wanted, after less was fetched before. */
  readonly refetched?: string;
}

export interface WantLegsOptions {
  /** All merges of the run on this engine. */
  readonly merges: readonly MergeModelJob[];
  readonly plans: MergePlans;
  /** Models of which everything is wanted, with the reason. */
  readonly all: ReadonlyMap<string, string>;
  readonly control: ReadControl;
  /** Whether a job has ended well. */
  readonly isDone: (id: string) => boolean;
}

/**
 * The legs of a merge by the position of their model in the plan; what other merges need of them
 * comes along.
 */
export async function wantLegs(
  job: MergeModelJob,
  plan: MergePlan,
  options: WantLegsOptions,
): Promise<Map<number, WantedLeg>> {
  const wanted = new Map<number, WantedLeg>();
  for (const [at, child] of plan.children.entries()) {
    if (child.kind !== "leg") continue;
    const refetched = options.all.get(child.model.id);
    const need = plan.needs.get(child.model.id) ?? needOfAll(child);
    wanted.set(
      at,
      refetched === undefined
        ? await withOthers(child, need, job, options)
        : { child, need: needOfAll(child), shared: false, refetched },
    );
  }
  return wanted;
}

/** The legs of a plan as its merge alone wants them. */
export function legsAlone(plan: MergePlan): Map<number, WantedLeg> {
  const wanted = new Map<number, WantedLeg>();
  for (const [at, child] of plan.children.entries()) {
    const need = child.kind === "leg" ? plan.needs.get(child.model.id) : undefined;
    if (child.kind === "leg" && need) wanted.set(at, { child, need, shared: false });
  }
  return wanted;
}

async function withOthers(
  child: LegChild,
  need: LegNeed,
  job: MergeModelJob,
  options: WantLegsOptions,
): Promise<WantedLeg> {
  const others = need.used ? await needsOfOthers(child, job, options) : [];
  if (others.length === 0) return { child, need, shared: false };
  return { child, need: unionOfNeeds([need, ...others]), shared: true };
}

/** What the other merges that read a model need of it; all of it where that cannot be known yet. */
async function needsOfOthers(
  child: LegChild,
  job: MergeModelJob,
  { merges, plans, control, isDone }: WantLegsOptions,
): Promise<LegNeed[]> {
  const others = merges.filter((other) => other !== job && mayRead(other, child.model));
  const needs = await Promise.all(
    others.map(async (other) => {
      if (!other.inputs.every((id) => isDone(id))) return needOfAll(child);
      const plan = await plans.of(other, control).catch(() => undefined);
      return plan?.needs.get(child.model.id) ?? needOfAll(child);
    }),
  );
  return needs.filter(({ used }) => used);
}

/** Whether a merge's SQL may name a model. */
function mayRead({ object }: MergeModelJob, model: SqlModel): boolean {
  if (!descendants(object).includes(model)) return false;
  return model.name.includes('"') || object.sql.toLowerCase().includes(model.name.toLowerCase());
}
