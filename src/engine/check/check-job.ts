/**
 * One job with its query prepared by whom it is for: prepared, failed as its run would fail, or
 * unchecked.
 */
import type { Diagnostic } from "../../contract/diagnostic.js";
import type { CheckStatus } from "../../contract/events.js";
import type { Manifest } from "../../contract/manifest.js";
import type { TableRows } from "../../rows/relation.js";
import type { Blockers } from "../blockers.js";
import type { FailureCause } from "../job-failure.js";
import type { AskContext, DescribedJob, KeyedJob, Undescribed } from "../jobs/contract.js";
import { explainedFailure } from "../jobs/explained-failure.js";
import { jobKind } from "../jobs/job-kind.js";
import { legColumns } from "../merge/merge-children.js";
import type { Job } from "../plan.js";
import type { State } from "../state/state.js";
import { storedRows } from "../stored-rows.js";

/** How a job's check ended. */
export interface CheckedJob {
  readonly status: CheckStatus;
  /** A sentence: why it is unchecked. */
  readonly reason?: string;
  readonly failure?: FailureCause;
  readonly diagnostics: readonly Diagnostic[];
  /** Part of the keys of what needs it. */
  readonly key?: string;
  /** In place of the rows that a run would make; absent where nobody knows their columns. */
  readonly rows?: TableRows;
}

export interface CheckJobOptions {
  readonly context: AskContext;
  readonly blockers: Blockers;
  /** How the check of an input ended. */
  readonly checked: (id: string) => CheckedJob | undefined;
  /** What readers see now. */
  readonly before: Manifest | undefined;
  readonly state: Pick<State, "condition" | "objectPath">;
  readonly signal: AbortSignal;
}

/** The inputs have been checked. Rejects on bugs only. */
export async function checkJob(job: Job, options: CheckJobOptions): Promise<CheckedJob> {
  const { context, signal } = options;
  const blocked = signal.aborted ? unchecked("It was interrupted.") : blockedBy(job, options);
  if (blocked) return blocked;
  let keyed: KeyedJob | undefined;
  try {
    keyed = await jobKind(job).keyOf(job, context);
    const described = await jobKind(job).describe(job, context, signal);
    return await settled(job, keyed, described, options);
  } catch (error) {
    if (signal.aborted) return unchecked("It was interrupted.");
    const { reason, diagnostics } = await explainedFailure(error, keyed && job, context);
    const warnings = keyed?.diagnostics ?? [];
    return { status: "failed", failure: reason, diagnostics: [...warnings, ...diagnostics] };
  }
}

function unchecked(reason: string): CheckedJob {
  return { status: "unchecked", reason, diagnostics: [] };
}

/** Undefined where nothing keeps the query from being prepared. */
function blockedBy(job: Job, { blockers, checked }: CheckJobOptions): CheckedJob | undefined {
  for (const id of job.inputs) {
    const input = checked(id);
    if (input?.rows) continue;
    const name = `\`${id.slice(id.indexOf(":") + 1)}\``;
    return unchecked(
      input?.status === "failed"
        ? `It needs ${name}, which failed.`
        : `It needs ${name}, whose columns are not known before it has run.`,
    );
  }
  const blocker = blockers.find(job.object);
  if (!blocker) return undefined;
  if (blocker.id !== job.object.id)
    return unchecked(`It needs \`${blocker.name}\`, which is wrong.`);
  return { status: "failed", failure: "problem", diagnostics: blocker.problems };
}

async function settled(
  job: Job,
  { key, diagnostics: warnings }: KeyedJob,
  described: DescribedJob | Undescribed,
  { before, state }: CheckJobOptions,
): Promise<CheckedJob> {
  if ("columns" in described) {
    const { columns, dialect, diagnostics } = described;
    const rows = { kind: "declared", id: job.id, columns: legColumns(columns), dialect } as const;
    return { status: "prepared", key, rows, diagnostics: [...warnings, ...diagnostics] };
  }
  const artifact = before?.objects[job.id]?.artifact;
  const isThere = artifact !== undefined && (await state.condition(artifact)) === "whole";
  return {
    status: "unchecked",
    reason: isThere ? `${described.unknown} ${STAND_IN}` : described.unknown,
    key,
    diagnostics: warnings,
    ...(isThere && { rows: storedRows(artifact, state) }),
  };
}

const STAND_IN = "What needs it is checked with the columns of its last result.";
