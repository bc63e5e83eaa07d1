/**
 * What a run's queries would be billed for, before the first of them runs:
 *
 *   jobs that will run ─▶ their queries ─ each looked at once ─▶ sums ─ limits ─▶ said, or refused
 */
import { byteText } from "../../contract/byte-text.js";
import type { Diagnostic } from "../../contract/diagnostic.js";
import type { Manifest } from "../../contract/manifest.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import { billedQueries, costOf, type BilledQuery } from "../billed-queries.js";
import { asFailure } from "../job-failure.js";
import type { RunContext } from "../jobs/contract.js";
import { jobKind } from "../jobs/job-kind.js";
import { decideReuse } from "../keys/reuse.js";
import { reuseRule } from "../reuse-rule.js";
import type { Job } from "../plan.js";
import type { RunSource } from "../run-sources.js";
import type { Readers } from "../../readers/contract.js";
import type { OpenedRun } from "../opened-run.js";
import type { RunOptions } from "./run-options.js";

/** A run whose jobs are known, and have not begun. */
interface PlannedRun {
  readonly opened: OpenedRun;
  readonly options: RunOptions;
  readonly readers: Readers;
  readonly jobs: readonly Job[];
}

export interface RunCosts {
  /** Why a job must not run; only jobs whose queries are billed wait for the answer. */
  readonly refusal: (job: Job) => Promise<Diagnostic | undefined>;
  /** Resolves when everything has been said. */
  readonly said: Promise<unknown>;
}

type Refusal = (job: Job) => Diagnostic | undefined;

interface JobCost extends BilledQuery {
  readonly job: Job;
}

/**
 * Asks the services, and says what they answer, while jobs that cost nothing already run. Where the
 * sum of a source, or of the whole run, is more than `bytes_billed` allows, none of these queries
 * runs.
 */
export function runCosts(
  run: PlannedRun,
  context: RunContext,
  before: Manifest | undefined,
): RunCosts {
  const { jobs } = run;
  const ids = new Set(jobs.map(({ id }) => id));
  const billed = jobs.flatMap((job) =>
    billedQueries(job, context, (id) => ids.has(id)).map((query) => ({ ...query, job })),
  );
  const isBilled = new Set(billed.map(({ job }) => job));
  const refusals = refusalsOf(billed, run, context, before);
  // Whoever waits for it hears of its failure.
  refusals.catch(() => undefined);
  return {
    refusal: async (job) => (isBilled.has(job) ? (await refusals)(job) : undefined),
    said: refusals,
  };
}

async function refusalsOf(
  billed: readonly JobCost[],
  run: PlannedRun,
  context: RunContext,
  before: Manifest | undefined,
): Promise<Refusal> {
  const { opened, options } = run;
  const wanted: JobCost[] = [];
  const runs = new Map<Job, Promise<boolean>>();
  for (const one of billed) {
    const willRun = runs.get(one.job) ?? isRun(one.job, run, context, before);
    runs.set(one.job, willRun);
    if (await willRun) wanted.push(one);
  }
  const costs = await costsOf(wanted, run);
  const sources = new Set(wanted.map(({ source }) => source));
  const sums = [...sources].map((source) => {
    const own = costs.filter((cost) => cost.source === source);
    return { source, bytes: sumOf(own), queries: own };
  });
  for (const { source, bytes: sum, queries } of sums) {
    // What the service does not look at its jobs tell.
    if (queries.length === 0) continue;
    options.onEvent({ type: "note", message: noteOn(source, sum, queries) });
  }
  const total = sums.reduce((sum, one) => sum + one.bytes, 0);
  const refusals = new Map<RunSource, Diagnostic>();
  const { bytesBilled: limit } = opened.project.defaults.limits;
  for (const { source, bytes: sum } of sums) {
    const { name, limits } = source.source;
    const own = limits.bytesBilled;
    if (own !== undefined && sum > own) refusals.set(source, refused(sum, own, `\`${name}\``));
    else if (limit !== undefined && total > limit) {
      refusals.set(source, refused(total, limit, "`defaults`"));
    }
  }
  return (job) => {
    const query = wanted.find((one) => one.job === job && refusals.has(one.source));
    const found = query && refusals.get(query.source);
    return found && { ...found, at: job.object.at };
  };
}

function refused(bytes: number, limit: number, place: string): Diagnostic {
  return createDiagnostic("run-bytes-exceeded", { bytes, limit, place });
}

/** Whether a job asks its source: its earlier result is not kept. */
async function isRun(
  job: Job,
  { opened, options }: PlannedRun,
  context: RunContext,
  before: Manifest | undefined,
): Promise<boolean> {
  // Whether the results below a merge stay what they are is known when those jobs have run.
  if (job.kind === "merge-model" && job.inputs.length > 0) return true;
  try {
    const { artifact } = await decideReuse({
      job,
      keyed: await jobKind(job).keyOf(job, context),
      entry: before?.objects[job.id],
      inputBuiltAt: () => undefined,
      reuse: reuseRule(options),
      condition: (found) => opened.state.condition(found),
    });
    return artifact === undefined;
  } catch (error) {
    if (asFailure(error)) return false;
    throw error;
  }
}

interface Cost extends JobCost {
  readonly bytes: number;
}

/**
 * What each job asks, and a model below several merges once, since it moves once. Those that cannot
 * be looked at are left out.
 */
async function costsOf(wanted: readonly JobCost[], run: PlannedRun): Promise<Cost[]> {
  const { readers, options } = run;
  const keyOf = ({ job, source, sql }: JobCost) =>
    JSON.stringify([source.reader.key, sql, job.kind === "merge-model" ? "" : job.id]);
  const asked = [...new Map(wanted.map((one) => [keyOf(one), one])).values()];
  // Equal queries are looked at once.
  const looks = new Map<string, Promise<number | undefined>>();
  const costs = await Promise.all(
    asked.map(async (one) => {
      const key = JSON.stringify([one.source.reader.key, one.sql]);
      const look = looks.get(key) ?? costOf(one, readers, { signal: options.signal });
      looks.set(key, look);
      const bytes = await look;
      return bytes === undefined ? [] : [{ ...one, bytes }];
    }),
  );
  return costs.flat();
}

function sumOf(costs: readonly Cost[]): number {
  return costs.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** `warehouse: 3 queries will be billed for at most 1.2 GB, most of it for sales (1 GB).` */
function noteOn({ source }: RunSource, bytes: number, queries: readonly Cost[]): string {
  const count = `${queries.length} ${queries.length === 1 ? "query" : "queries"}`;
  const [most] = queries.toSorted((a, b) => b.bytes - a.bytes);
  const largest =
    most && queries.length > 1 && most.bytes > 0
      ? `, most of it for ${most.job.label.name} (${byteText(most.bytes)})`
      : "";
  return `${source.name}: ${count} will be billed for at most ${byteText(bytes)}${largest}.`;
}
