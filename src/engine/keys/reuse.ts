/** Whether a job's earlier result makes running it needless, and why. */
import type {
  Artifact,
  JobStatus,
  ManifestEntry,
  ReuseReason,
  ObjectCondition,
} from "../../contract/manifest.js";
import type { JobKey } from "../job-key.js";
import type { Job } from "../plan.js";
import type { ReuseRule } from "../reuse-rule.js";

export interface ReuseQuestion {
  readonly job: Pick<Job, "inputs">;
  readonly keyed: JobKey & { readonly freshFor?: number | undefined };
  /** The entry that readers see now. */
  readonly entry: ManifestEntry | undefined;
  /** When the rows of an input were read; undefined when that is not known. */
  readonly inputBuiltAt: (id: string) => string | undefined;
  readonly reuse: ReuseRule;
  readonly condition: (artifact: Artifact) => Promise<ObjectCondition>;
}

export interface ReuseDecision {
  /** The result that is kept; absent when the job runs. */
  readonly artifact?: Artifact;
  readonly reason: ReuseReason;
}

/** An entry of a job that was cancelled keeps key and artifact of the result before. */
export const REUSABLE: ReadonlySet<JobStatus> = new Set<JobStatus>([
  "built",
  "reused",
  "cancelled",
]);

/**
 * What makes a job run, in this order: no earlier result in a {@link REUSABLE} state, another key,
 * an input that was read after the result, a file that is gone or damaged. Otherwise the result is kept within
 * `freshFor`, and where `reuse` says so.
 */
export async function decideReuse({
  job,
  keyed: { key, parts, freshFor },
  entry,
  inputBuiltAt,
  reuse,
  condition,
}: ReuseQuestion): Promise<ReuseDecision> {
  if (!entry) return { reason: { why: "never-ran" } };
  const { artifact, status } = entry;
  if (!artifact || entry.key === undefined || !REUSABLE.has(status)) {
    return { reason: { why: "no-result", status } };
  }
  if (entry.key !== key) {
    return { reason: { why: "changed", parts: changedParts(entry.parts, parts) } };
  }
  const builtAt = Date.parse(artifact.builtAt);
  // Keys tell what was asked, not what the source held: an input that was read anew since makes
  // this old.
  const newer = job.inputs.find((id) => Date.parse(inputBuiltAt(id) ?? "") > builtAt);
  if (newer !== undefined) return { reason: { why: "input", input: newer } };
  // Read only where it decides.
  const isGood = reuse(builtAt);
  const wouldReuse = isGood || (freshFor !== undefined && Date.now() - builtAt < freshFor);
  const found = wouldReuse ? await condition(artifact) : "whole";
  if (found !== "whole") return { reason: { why: found } };
  if (freshFor !== undefined && Date.now() - builtAt < freshFor) {
    return { artifact, reason: { why: "fresh", freshFor } };
  }
  if (isGood) return { artifact, reason: { why: "unchanged" } };
  return { reason: freshFor === undefined ? { why: "refresh" } : { why: "expired", freshFor } };
}

/** Names of ingredients that are there only once, or with another hash. */
function changedParts(before: ManifestEntry["parts"], now: JobKey["parts"]): string[] {
  if (!before) return [];
  const names = new Set([...Object.keys(before), ...Object.keys(now)]);
  return [...names].filter((name) => before[name] !== now[name]).toSorted();
}
