/**
 * Why a job was run or its result kept, and what a run would do now. Nothing is run, no source is
 * asked.
 */
import type { Diagnostic } from "../../contract/diagnostic.js";
import type {
  EngineChoice,
  JobStatus,
  ManifestEntry,
  ReuseReason,
} from "../../contract/manifest.js";
import type { Model, Trace } from "../../project/objects.js";
import { createBlockers } from "../blockers.js";
import { jobKind } from "../jobs/job-kind.js";
import { refusedScript } from "../jobs/refused-script.js";
import { asFailure, JobFailure } from "../job-failure.js";
import type { OpenedRun } from "../opened-run.js";
import { createKeyContext } from "./key-context.js";
import { planRun, type Job } from "../plan.js";
import { decideReuse, type ReuseDecision } from "./reuse.js";
import { reuseRule } from "../reuse-rule.js";

/** What a run would do with a job. */
export interface Prospect {
  readonly would: "run" | "reuse" | "fail" | "skip";
  /** Absent when it would fail or be skipped. */
  readonly reason?: ReuseReason;
  /** The input that would fail, or that would be read anew. */
  readonly input?: string;
  readonly diagnostics: readonly Diagnostic[];
}

export interface LastTime {
  readonly status: JobStatus;
  /** ISO instant at which the rows that are shown now were read. */
  readonly builtAt?: string;
  readonly reason?: ReuseReason;
  /** Name of the source on which a merge ran that made what is shown; absent: DuckDB. */
  readonly engine?: string;
  /** Of a merge that chooses its engine. */
  readonly choice?: EngineChoice;
  readonly diagnostics: readonly Diagnostic[];
}

export interface Why {
  readonly id: string;
  /** A run makes it only when it is selected by name: nothing needs all of its rows. */
  readonly onlyIfNamed: boolean;
  /** How the last run that looked at it ended; absent when none did. */
  readonly last?: LastTime;
  /** What `headwater run` would do now, and what `headwater run --reuse` would. */
  readonly run: Prospect;
  readonly reuse: Prospect;
}

export async function explainReuse(opened: OpenedRun, object: Model | Trace): Promise<Why> {
  const { project, state, chosen: source } = opened;
  const { sourceTypes } = project;
  const manifest = await state.current();
  const entries = manifest?.objects ?? {};
  const { jobs } = planRun(project, { selection: quoted(object.name), source, sourceTypes });
  const usual = planRun(project, { source, sourceTypes }).jobs;
  const needed = jobs.filter(({ id }) => id === object.id).flatMap((job) => below(job, jobs));
  const prospects = async (reuse: boolean) => {
    const all = await look(opened, needed, entries, reuse);
    return all.get(object.id) ?? { would: "fail", diagnostics: object.problems };
  };
  const entry = entries[object.id];
  return {
    id: object.id,
    onlyIfNamed: usual.every(({ id }) => id !== object.id),
    ...(entry && { last: lastOf(entry) }),
    run: await prospects(false),
    reuse: await prospects(true),
  };
}

function lastOf(entry: ManifestEntry): LastTime {
  const { status, artifact, reason, engine, choice, diagnostics } = entry;
  return {
    status,
    ...(artifact && { builtAt: artifact.builtAt }),
    ...(reason && { reason }),
    ...(artifact && engine !== undefined && { engine }),
    ...(artifact && choice && { choice }),
    diagnostics,
  };
}

/** A job behind the ones that it reads. */
function below(job: Job, jobs: readonly Job[]): Job[] {
  const inputs = jobs.filter(({ id }) => job.inputs.includes(id));
  return [...inputs.flatMap((input) => below(input, jobs)), job];
}

async function look(
  opened: OpenedRun,
  jobs: readonly Job[],
  entries: Readonly<Record<string, ManifestEntry>>,
  reuse: boolean,
): Promise<Map<string, Prospect>> {
  const prospects = new Map<string, Prospect>();
  const keys = new Map<string, string>();
  const blockers = createBlockers(opened.project, opened.chosen);
  const context = createKeyContext(opened, (id) => {
    const key = keys.get(id);
    if (key === undefined) throw new JobFailure([], "problem");
    return key;
  });

  async function prospectOf(job: Job): Promise<Prospect> {
    const blocker = blockers.find(job.object);
    if (blocker) return { would: "fail", diagnostics: blocker.problems };
    const refusal = refusedScript(job, opened.trusted);
    if (refusal) return failing([refusal]);
    const bad = job.inputs.find(
      (id) => prospects.get(id)?.would === "fail" || prospects.get(id)?.would === "skip",
    );
    if (bad !== undefined) return { would: "skip", input: bad, diagnostics: [] };
    const anew = job.inputs.find((id) => prospects.get(id)?.would === "run");
    if (anew !== undefined) {
      return { would: "run", reason: { why: "input", input: anew }, input: anew, diagnostics: [] };
    }
    try {
      return toProspect(await decide(job));
    } catch (error) {
      const failure = asFailure(error);
      if (!failure) throw error;
      return failing(failure.diagnostics);
    }
  }

  async function decide(job: Job): Promise<ReuseDecision> {
    const keyed = await jobKind(job).keyOf(job, context);
    const decision = await decideReuse({
      job,
      keyed,
      entry: entries[job.id],
      inputBuiltAt: (id) => entries[id]?.artifact?.builtAt,
      reuse: reuseRule({ reuse }),
      condition: (artifact) => opened.state.condition(artifact),
    });
    if (decision.artifact) keys.set(job.id, keyed.key);
    return decision;
  }

  for (const job of jobs) if (!prospects.has(job.id)) prospects.set(job.id, await prospectOf(job));
  return prospects;
}

function toProspect({ artifact, reason }: ReuseDecision): Prospect {
  return { would: artifact ? "reuse" : "run", reason, diagnostics: [] };
}

function failing(diagnostics: readonly Diagnostic[]): Prospect {
  return { would: "fail", diagnostics };
}

/** As a selection takes it. */
function quoted(name: string): string {
  const quote = name.includes('"') ? "'" : '"';
  return `${quote}${name}${quote}`;
}
