/**
 * One job from its inputs to its entry in the manifest: blocked, reused, built, failed, skipped or
 * cancelled.
 */
import type { Diagnostic } from "../../contract/diagnostic.js";
import type {
  Artifact,
  EngineChoice,
  JobStatus,
  ManifestEntry,
  MergeLeg,
  ReuseReason,
} from "../../contract/manifest.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import type { Limits } from "../../project/objects.js";
import { diskFault } from "../../disk/disk-fault.js";
import type { Blockers } from "../blockers.js";
import type { Scrubber } from "../../diagnostics/scrub.js";
import type { KeyedJob, RunContext } from "../jobs/contract.js";
import { explainedFailure } from "../jobs/explained-failure.js";
import { jobKind } from "../jobs/job-kind.js";
import type { JobResult } from "../jobs/job-result.js";
import { refusedScript } from "../jobs/refused-script.js";
import { JobFailure, type FailureCause } from "../job-failure.js";
import { outlivesRun, type InFlight } from "./in-flight.js";
import type { Job } from "../plan.js";
import { decideReuse, REUSABLE, type ReuseDecision } from "../keys/reuse.js";
import type { ReuseRule } from "../reuse-rule.js";
import type { State } from "../state/state.js";

/** How a job ended. */
export interface JobOutcome {
  readonly entry: ManifestEntry;
  /** It failed before and was not tried again: the entry is that of its last try. */
  readonly rests?: true;
  /** Of the job itself; the entry says `stale` where an earlier artifact stands in. */
  readonly failure?: FailureCause;
  /** The object behind a failure: this one, or the one that it waited for. */
  readonly rootCause?: RootCause;
}

/** What keeps an object, and all that needs it, from being made. */
interface RootCause {
  readonly name: string;
  /** What is wrong with it; nothing where it was cancelled. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface ExecuteOptions {
  readonly context: RunContext;
  readonly scrub: Scrubber;
  /** Whether script models may run. */
  readonly trusted: boolean;
  readonly state: State;
  readonly blockers: Blockers;
  /** The entry that readers see now. */
  readonly previous: (id: string) => ManifestEntry | undefined;
  readonly outcome: (id: string) => JobOutcome | undefined;
  readonly reuse: ReuseRule;
  /** Whether a job that failed is left as it is, and not tried again yet. */
  readonly rests: (id: string) => boolean;
  /** Of queries whose source has none. */
  readonly limits: Limits;
  /** Why a job's queries must not run, where they would be billed for too much. */
  readonly tooCostly: (job: Job) => Promise<Diagnostic | undefined>;
  readonly signal: AbortSignal;
  /** Takes over jobs that outlive the run. */
  readonly inFlight: InFlight | undefined;
  readonly onProgress: (job: Job, rows: number, bytes: number) => void;
}

interface Built {
  readonly artifact: Artifact;
  readonly bytesBilled?: number;
  readonly engine?: string;
  readonly choice?: EngineChoice;
  readonly legs?: readonly MergeLeg[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Executes jobs of one run; jobs with equal keys share one result. Rejects on bugs only. */
export function createExecutor(options: ExecuteOptions): (job: Job) => Promise<JobOutcome> {
  const { context, state, signal } = options;
  const built = new Map<string, Promise<Built>>();

  return async function execute(job) {
    const start = performance.now();
    const ended = ending(job, options, () => Math.round(performance.now() - start));
    if (signal.aborted) return ended.cancelled();
    const blocked = blockedBy(job, options);
    if (blocked) return blocked.name === job.object.name ? ended.wrong() : ended.skipped(blocked);
    const resting = options.rests(job.id) ? options.previous(job.id) : undefined;
    if (resting) return ended.resting(resting);
    let keyed: KeyedJob | undefined;
    let reason: ReuseReason | undefined;
    try {
      const refusal = refusedScript(job, options.trusted);
      if (refusal) throw new JobFailure([refusal], "refused");
      keyed = await jobKind(job).keyOf(job, context);
      const decision = await decide(job, keyed);
      reason = decision.reason;
      if (decision.artifact) return ended.reused(decision.artifact, keyed, reason);
      const costly = await options.tooCostly(job);
      if (costly) throw new JobFailure([costly]);
      const { key } = keyed;
      const shared = built.get(key);
      const result = shared ?? build(job, key);
      built.set(key, result);
      const { bytesBilled, ...made } = await result;
      // What is shared is billed once.
      const bill = shared || bytesBilled === undefined ? {} : { bytesBilled };
      return ended.built({ ...made, ...bill }, keyed, reason);
    } catch (error) {
      if (signal.aborted) return ended.cancelled();
      const failure = await describeFailure(error, keyed && job, options);
      return ended.failed(failure, keyed, reason);
    }
  };

  function decide(job: Job, keyed: KeyedJob): Promise<ReuseDecision> {
    return decideReuse({
      job,
      keyed,
      entry: options.previous(job.id),
      inputBuiltAt: (id) => options.outcome(id)?.entry.artifact?.builtAt,
      reuse: options.reuse,
      condition: (artifact) => state.condition(artifact),
    });
  }

  async function build(job: Job, key: string): Promise<Built> {
    const start = (stop: AbortSignal): Promise<JobResult> =>
      jobKind(job).run(job, context, {
        ...options.limits,
        signal: stop,
        onProgress: (rows, bytes) => options.onProgress(job, rows, bytes),
      });
    const { inFlight } = options;
    const draft =
      inFlight && outlivesRun(job)
        ? await inFlight.result(key, signal, start)
        : await start(signal);
    await state.adopt(draft);
    return draft;
  }
}

/** The object whose fault keeps a job from running: the job's own, or one that it needs. */
function blockedBy(job: Job, options: ExecuteOptions): RootCause | undefined {
  for (const id of job.inputs) {
    const cause = options.outcome(id)?.rootCause;
    if (cause !== undefined) return cause;
  }
  const blocker = options.blockers.find(job.object);
  return blocker && { name: blocker.name, diagnostics: blocker.problems };
}

/** `job` is absent before it has a key: what failed then is no query of its own. */
async function describeFailure(
  error: unknown,
  job: Job | undefined,
  { context, state }: ExecuteOptions,
): Promise<JobFailure> {
  const full = diskFault(error, state.directory);
  if (full) return new JobFailure([full], "resource");
  return explainedFailure(error, job, context);
}

/** The part of an entry that says why it was made. */
type Question = Pick<ManifestEntry, "key" | "parts" | "reason">;

function keyOf({ key, parts }: ManifestEntry): Question {
  return { ...(key !== undefined && { key }), ...(parts && { parts }) };
}

/** What an engine answered may repeat what it was asked. */
function scrubbed(choice: EngineChoice, scrub: Scrubber): EngineChoice {
  const held = choice.held.map((one) => ({ ...one, because: scrub.text(one.because) }));
  return { ...choice, held };
}

/** Makes outcomes; every way of failing keeps the last good artifact where there is one. */
function ending(job: Job, { previous, scrub }: ExecuteOptions, milliseconds: () => number) {
  const { kind, name } = job.object;
  const before = previous(job.id);
  const ofBefore = {
    ...(before?.engine !== undefined && { engine: before.engine }),
    ...(before?.choice && { choice: before.choice }),
    ...(before?.legs && { legs: before.legs }),
  };

  function entry(status: JobStatus, more: Partial<ManifestEntry>): ManifestEntry {
    const diagnostics = (more.diagnostics ?? []).map((one) => scrub.diagnostic(one));
    return { kind, name, status, milliseconds: milliseconds(), ...more, diagnostics };
  }

  function bad(
    status: "failed" | "skipped",
    question: Question | undefined,
    diagnostics: readonly Diagnostic[],
  ) {
    const artifact = before?.artifact;
    return entry(artifact ? "stale" : status, {
      ...(artifact && { artifact }),
      ...ofBefore,
      ...question,
      diagnostics,
    });
  }

  /**
   * What was said when the reused rows were read: it still holds, though the object may have moved
   * in its file.
   */
  function ofReading(now: readonly Diagnostic[]): Diagnostic[] {
    const codes = new Set(now.map(({ code }) => code));
    return (before?.diagnostics ?? []).filter(({ code }) => !codes.has(code)).map(here);
  }

  function questionOf({ key, parts }: KeyedJob, reason: ReuseReason | undefined): Question {
    return { key, parts, ...(reason && { reason }) };
  }

  function here(diagnostic: Diagnostic): Diagnostic {
    return { ...diagnostic, at: job.object.at };
  }

  return {
    built: (
      { artifact, bytesBilled, engine, choice, legs, diagnostics }: Built,
      keyed: KeyedJob,
      reason: ReuseReason,
    ): JobOutcome => ({
      entry: entry("built", {
        artifact,
        ...(bytesBilled !== undefined && { bytesBilled }),
        ...(engine !== undefined && { engine }),
        ...(choice && { choice: scrubbed(choice, scrub) }),
        ...(legs && { legs }),
        ...questionOf(keyed, reason),
        diagnostics: [...keyed.diagnostics, ...diagnostics.map(here)],
      }),
    }),
    reused: (artifact: Artifact, keyed: KeyedJob, reason: ReuseReason): JobOutcome => ({
      entry: entry("reused", {
        artifact,
        ...questionOf(keyed, reason),
        ...ofBefore,
        diagnostics: [...keyed.diagnostics, ...ofReading(keyed.diagnostics)],
      }),
    }),
    failed: (
      failure: JobFailure,
      keyed: KeyedJob | undefined,
      reason: ReuseReason | undefined,
    ): JobOutcome => ({
      entry: bad("failed", keyed && questionOf(keyed, reason), [
        ...(keyed?.diagnostics ?? []),
        ...failure.diagnostics,
      ]),
      failure: failure.reason,
      rootCause: { name, diagnostics: failure.diagnostics },
    }),
    wrong: (): JobOutcome => ({
      entry: bad("failed", undefined, job.object.problems),
      failure: "problem",
      rootCause: { name, diagnostics: job.object.problems },
    }),
    skipped: (rootCause: RootCause): JobOutcome => {
      const { name: dependency, diagnostics } = rootCause;
      const cause = diagnostics.find(({ severity }) => severity === "error");
      const related = cause && [{ message: cause.message, ...(cause.at && { at: cause.at }) }];
      const place = { at: job.object.at, related };
      return {
        entry: bad("skipped", undefined, [
          createDiagnostic("dependency-failed", { name, dependency }, place),
        ]),
        rootCause,
      };
    },
    resting: (failed: ManifestEntry): JobOutcome => ({
      entry: failed,
      rests: true,
      failure: "failure",
      rootCause: { name, diagnostics: failed.diagnostics },
    }),
    cancelled: (): JobOutcome => ({
      entry: entry("cancelled", {
        ...(before?.artifact && { artifact: before.artifact }),
        ...ofBefore,
        ...(before && REUSABLE.has(before.status) && keyOf(before)),
      }),
      rootCause: { name, diagnostics: [] },
    }),
  };
}
