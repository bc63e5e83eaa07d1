/**
 * The merges of one run on one engine, each from its SQL to its rows:
 *
 *   plan ─▶ want ─▶ fetch ─▶ settle ─▶ the engine runs the SQL
 *            ▲                                 │ it read what was not fetched: all of that model is wanted
 *            └─────────────────────────────────┘
 *
 * `plan` finds out what the SQL needs of each model, `want` adds what other merges need of the
 * same, `fetch` moves it, and `settle` looks whether the rows are of the types that were planned
 * with.
 */
import type { Artifact } from "../../contract/manifest.js";
import type { ReadControl } from "../../readers/call.js";
import { changedFile } from "../../rows/file-version.js";
import type { Draft } from "../../rows/result/draft.js";
import { SourceError } from "../../rows/stream.js";
import type { MergeModelJob } from "../plan.js";
import { createEarlierLegs, type EarlierLegsOptions } from "./earlier-legs.js";
import { estimateRows } from "./estimate-rows.js";
import { failureOfChild, type FailingChildOptions } from "./failing-child.js";
import { fetchLeg, type FetchedLeg, type FetchRequest } from "./fetch-leg.js";
import { fetchLegs } from "./fetch-legs.js";
import type { MergeChildren } from "./find-children.js";
import { KEY_LIMITS } from "./key-order.js";
import { legTable } from "./leg-table.js";
import type { LegChild } from "./merge-children.js";
import type { MergeOptions } from "./merge-options.js";
import { createMergePlans } from "./merge-plans.js";
import type { MergePlan } from "./plan-legs.js";
import { mergeTables, type MergeTables } from "./merge-tables.js";
import { readKeys } from "./read-keys.js";
import { settleLegs } from "./settle-legs.js";
import { sharedProgress } from "./shared-progress.js";
import { SharedLegs } from "./shared-legs.js";
import { wantLegs } from "./want-legs.js";

export interface MergeRunOptions extends EarlierLegsOptions, FailingChildOptions {
  readonly children: MergeChildren;
  /** All merges of the run on this engine. */
  readonly merges: readonly MergeModelJob[];
  readonly how: MergeOptions;
  /** Whether a job has ended well. */
  readonly isDone: (id: string) => boolean;
  readonly objectPath: (artifact: Artifact) => string;
  readonly adopt: (draft: Draft) => Promise<void>;
}

export interface MergeRun {
  /** Makes the merge's rows. Rejects with a JobFailure, or with a SourceError of the engine. */
  model(job: MergeModelJob, control: ReadControl): Promise<Draft & Pick<MergeTables, "legs">>;
  /** What a merge needs of its models. Rejects with a JobFailure. */
  plan(job: MergeModelJob, control: ReadControl): Promise<MergePlan>;
  /**
   * Gives what a merge reads to `use`, which has the engine run the SQL over it; again where it
   * turns out to need more. Rejects as `model` does.
   */
  read<T>(job: MergeModelJob, control: ReadControl, use: UseTables<T>): Promise<T>;
  /**
   * What a merge reads: its models' rows, as far as it needs them. `all` names models of which
   * everything is wanted, with the reason. Rejects with a JobFailure.
   */
  fetch(
    job: MergeModelJob,
    control: ReadControl,
    all: ReadonlyMap<string, string>,
  ): Promise<MergeTables>;
}

/** Runs a merge's SQL over what was fetched for it. */
export type UseTables<T> = (tables: MergeTables) => Promise<T>;

export function createMergeRun(options: MergeRunOptions): MergeRun {
  const { readers, engine, timeZone, merges, how, isDone, adopt } = options;
  const limits = { ...KEY_LIMITS, ...how.keys };
  const plans = createMergePlans({ ...options, whole: how.whole });
  const earlier = createEarlierLegs(options);
  const shared = new SharedLegs();
  const tableOf = (child: LegChild, leg: FetchedLeg) => legTable(child, leg, options.objectPath);

  async function fetch(
    job: MergeModelJob,
    control: ReadControl,
    all: ReadonlyMap<string, string>,
  ): Promise<MergeTables> {
    const progress = sharedProgress(control);
    const fetchNow = (request: FetchRequest) =>
      fetchLeg(request, { readers, adopt, earlier, control: progress() });

    const plan = await plans.of(job, control);
    const wanted = await wantLegs(job, plan, { merges, plans, all, control, isDone });
    const fetched = await fetchLegs(plan, wanted, {
      limits,
      tableOf,
      estimate: (child, sql) => estimateRows(readers, child, sql, { signal: control.signal }),
      fetch: (leg, request) => shared.get(leg, () => fetchNow(request)),
      readKeys: (question) => readKeys(question, { engine, timeZone, signal: control.signal }),
    });
    await settleLegs(plan, fetched, {
      tableOf,
      plan: (tables) => engine.plan(job.object.sql, { tables, timeZone }, {}),
      fetch: fetchNow,
    });
    return mergeTables(plan, fetched, tableOf);
  }

  async function read<T>(
    job: MergeModelJob,
    control: ReadControl,
    use: UseTables<T>,
    all: ReadonlyMap<string, string> = new Map(),
  ): Promise<T> {
    try {
      return await settled(job, control, use, all);
    } catch (error) {
      const lacking = error instanceof SourceError ? engine.lacking(error.diagnostic) : undefined;
      if (lacking === undefined || all.has(lacking)) throw error;
      return read(job, control, use, new Map([...all, [lacking, NEEDED_MORE]]));
    }
  }

  async function told<T>(job: MergeModelJob, control: ReadControl, made: Promise<T>): Promise<T> {
    try {
      return await made;
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      const plan = await plans.of(job, control);
      throw await failureOfChild(error, job, plan, options, control);
    }
  }

  /** Once more without the files that changed between the plan and the last row. */
  async function settled<T>(
    job: MergeModelJob,
    control: ReadControl,
    use: UseTables<T>,
    all: ReadonlyMap<string, string>,
  ): Promise<T> {
    const { children } = await plans.of(job, control);
    const files = children.flatMap((child) =>
      child.kind === "present" && child.table.kind === "scan" ? (child.table.files ?? []) : [],
    );
    const once = async () => use(await fetch(job, control, all));
    const outcome = await once().then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );
    if ((await changedFile(files)) !== undefined && !control.signal.aborted) {
      await plans.moving(job, control);
      return once();
    }
    if ("error" in outcome) throw outcome.error;
    return outcome.value;
  }

  const toldRead: MergeRun["read"] = (job, control, use) =>
    told(job, control, read(job, control, use));

  return {
    fetch,
    plan: (job, control) => plans.of(job, control),
    read: toldRead,
    model: (job, control) =>
      toldRead(job, control, async ({ tables, legs, diagnostics }) => {
        const draft = await engine.model(job.object.sql, { tables, timeZone }, control);
        return { ...draft, legs, diagnostics: [...diagnostics, ...draft.diagnostics] };
      }),
  };
}

const NEEDED_MORE = "the SQL turned out to need more of it";
