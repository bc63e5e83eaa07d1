import type { ReadControl } from "../../readers/call.js";
import type { MergeEngine } from "../../readers/contract.js";
import type { MergeModelJob } from "../plan.js";
import type { MergeChildren } from "./find-children.js";
import { planLegs, type MergePlan } from "./plan-legs.js";

export interface MergePlansOptions {
  readonly engine: MergeEngine;
  readonly children: MergeChildren;
  readonly timeZone: string;
  /** Everything is moved. */
  readonly whole: boolean | undefined;
}

/**
 * The plans of a run's merges, each made once, since merges that share a leg look at each other's.
 */
export interface MergePlans {
  /** The inputs of the job must be there. Fails with a JobFailure. */
  of(job: MergeModelJob, control: ReadControl): Promise<MergePlan>;
  /** The same made anew, in which no file is read where it lies. */
  moving(job: MergeModelJob, control: ReadControl): Promise<MergePlan>;
}

export function createMergePlans(options: MergePlansOptions): MergePlans {
  const { children } = options;
  const plans = new Map<string, Promise<MergePlan>>();

  async function plan(
    job: MergeModelJob,
    control: ReadControl,
    moved: boolean,
  ): Promise<MergePlan> {
    const below = await children.of(job.object, new Set(job.inputs), control, moved);
    const confirm = (child: Parameters<MergeChildren["confirm"]>[0]) =>
      children.confirm(child, control.signal);
    return planLegs(job.object, below, { ...options, confirm });
  }

  return {
    of(job, control) {
      const known = plans.get(job.id) ?? plan(job, control, false);
      plans.set(job.id, known);
      return known;
    },
    moving(job, control) {
      const made = plan(job, control, true);
      plans.set(job.id, made);
      return made;
    },
  };
}
