import type { Artifact, Manifest, MergeLeg, ObjectCondition } from "../../contract/manifest.js";
import type { SqlModel } from "../../project/objects.js";
import type { ReuseRule } from "../reuse-rule.js";

export interface EarlierLegsOptions {
  /** What readers see now. */
  readonly before: Manifest | undefined;
  readonly reuse: ReuseRule;
  readonly condition: (artifact: Artifact) => Promise<ObjectCondition>;
}

/** What a leg must hold to be taken for one that is wanted. */
export interface EarlierLegQuestion {
  readonly model: SqlModel;
  readonly key: string;
  readonly columns: readonly string[];
  /** Absent: all rows. */
  readonly where: string | undefined;
}

/** Legs that an earlier run fetched. */
export interface EarlierLegs {
  /** One with the same key that holds the columns and rows and is still good enough. */
  reusable(question: EarlierLegQuestion): Promise<MergeLeg | undefined>;
}

/** Looks among the legs of `before`; those that join keys have narrowed are never taken. */
export function createEarlierLegs({ before, reuse, condition }: EarlierLegsOptions): EarlierLegs {
  const earlier = Object.values(before?.objects ?? {}).flatMap(({ legs = [] }) => legs);
  return {
    async reusable({ model, key, columns, where }) {
      for (const leg of earlier) {
        if (leg.model !== model.id || leg.key !== key || !leg.artifact || leg.keys) continue;
        if (leg.where !== undefined && leg.where !== where) continue;
        if (columns.some((name) => !leg.columns?.includes(name))) continue;
        const builtAt = Date.parse(leg.artifact.builtAt);
        const age = Date.now() - builtAt;
        const isFresh = reuse(builtAt) || (model.freshFor !== undefined && age < model.freshFor);
        if (isFresh && (await condition(leg.artifact)) === "whole") return leg;
      }
      return undefined;
    },
  };
}
