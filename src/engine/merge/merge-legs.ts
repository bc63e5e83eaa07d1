/** The legs of all merges of one run: what is needed is found out once, what several need is moved once. */
import { dirname } from "node:path";
import type { Diagnostic } from "../../contract/diagnostic.js";
import type { Artifact, Manifest, MergeLeg } from "../../contract/manifest.js";
import type { SqlModel } from "../../project/objects.js";
import { SourceError } from "../../rows/stream.js";
import { fetchLeg, type FetchedLeg, type FetchRequest } from "./fetch-leg.js";
import { fetchLegs, type MergeRelations, type WantedLeg } from "./fetch-legs.js";
import { KEY_LIMITS } from "./key-order.js";
import { unionOfNeeds, type LegNeed } from "./leg-need.js";
import { legView, unusedView } from "./leg-view.js";
import type { LegChild } from "./merge-children.js";
import { needOfAll, planLegs, type MergePlan } from "./plan-legs.js";
import { readKeys } from "./read-keys.js";
import { settleLegs } from "./settle-legs.js";
import type { MergeOptions } from "./merge-options.js";
import { descendants, type MergeModelJob } from "../plan.js";
import type { ReadControl, Readers } from "../../readers/contract.js";
import type { EmbeddedRelation } from "../../rows/relation.js";
import type { Draft } from "../../rows/result/draft.js";
import { failureOf, type MergeChildren } from "./find-children.js";

export interface MergeLegs {
  /**
   * What a merge reads: its models' rows, as far as it needs them. `all` names models of which everything is wanted, with
   * the reason. Fails with a JobFailure.
   */
  fetch(
    job: MergeModelJob,
    control: ReadControl,
    all: ReadonlyMap<string, string>,
  ): Promise<MergeRelations>;
}

export interface MergeLegsOptions {
  readonly readers: Readers;
  readonly children: MergeChildren;
  readonly timeZone: string;
  /** All merges of the run. */
  readonly merges: readonly MergeModelJob[];
  readonly options: MergeOptions;
  /** Whether a job has ended well. */
  isDone(id: string): boolean;
  objectPath(artifact: Artifact): string;
  hasObject(artifact: Artifact): Promise<boolean>;
  adopt(draft: Draft): Promise<void>;
  /** What readers see now. */
  readonly before: Manifest | undefined;
  /** Reuse whatever has the same key. */
  readonly reuse: boolean;
}

export function createMergeLegs(given: MergeLegsOptions): MergeLegs {
  const { readers, timeZone } = given;
  const { embedded } = readers;
  const { whole } = given.options;
  const limits = { ...KEY_LIMITS, ...given.options.keys };
  const plans = new Map<string, Promise<MergePlan>>();
  const shared = new Map<string, Promise<FetchedLeg>>();

  function planOf(job: MergeModelJob, control: ReadControl): Promise<MergePlan> {
    const plan =
      plans.get(job.id) ??
      given.children.of(job.object, new Set(job.inputs), control).then((children) =>
        planLegs(job.object, children, {
          embedded,
          timeZone,
          whole,
          confirm: (child) => given.children.confirm(child, control.signal),
        }),
      );
    plans.set(job.id, plan);
    return plan;
  }

  async function wantedLeg(
    child: LegChild,
    need: LegNeed,
    job: MergeModelJob,
    control: ReadControl,
  ): Promise<WantedLeg> {
    const others = need.used ? await needsOfOthers(child, job, control) : [];
    if (others.length === 0) return { child, need, shared: false };
    return { child, need: unionOfNeeds([need, ...others]), shared: true };
  }

  /** What the other merges that read a model need of it; all of it where that cannot be known yet. */
  async function needsOfOthers(
    child: LegChild,
    job: MergeModelJob,
    control: ReadControl,
  ): Promise<LegNeed[]> {
    const others = given.merges.filter((other) => other !== job && mayRead(other, child.model));
    const needs = await Promise.all(
      others.map(async (other) => {
        if (!other.inputs.every((id) => given.isDone(id))) return needOfAll(child);
        const plan = await planOf(other, control).catch(() => undefined);
        return plan?.needs.get(child.model.id) ?? needOfAll(child);
      }),
    );
    return needs.filter(({ used }) => used);
  }

  function fetchWanted(
    { child, shared: isShared }: WantedLeg,
    request: FetchRequest,
    control: ReadControl,
  ): Promise<FetchedLeg> {
    if (!isShared) return fetchNow(request, control);
    const fetching = shared.get(child.model.id) ?? fetchNow(request, control);
    shared.set(child.model.id, fetching);
    return fetching;
  }

  async function fetchNow(request: FetchRequest, control: ReadControl): Promise<FetchedLeg> {
    const { model, source } = request.child;
    try {
      return await fetchLeg(request, {
        reader: readers.source(source.reader),
        adopt: (draft) => given.adopt(draft),
        control: { ...control, ...source.source.limits },
        reusable: (key, columns, where) => reusable(model, key, columns, where),
      });
    } catch (error) {
      throw failureOf(error, model);
    }
  }

  /** A part that an earlier run fetched, that holds what is asked for and is still good enough. */
  async function reusable(
    model: SqlModel,
    key: string,
    columns: readonly string[],
    where: string | undefined,
  ): Promise<MergeLeg | undefined> {
    const entries = Object.values(given.before?.objects ?? {});
    for (const leg of entries.flatMap(({ legs = [] }) => legs)) {
      if (leg.model !== model.id || leg.key !== key || !leg.artifact || leg.keys) continue;
      if (leg.where !== undefined && leg.where !== where) continue;
      if (columns.some((name) => !leg.columns?.includes(name))) continue;
      const age = Date.now() - Date.parse(leg.artifact.builtAt);
      const isFresh = given.reuse || (model.freshFor !== undefined && age < model.freshFor);
      if (isFresh && (await given.hasObject(leg.artifact))) return leg;
    }
    return undefined;
  }

  function relationOf(child: LegChild, { artifact }: FetchedLeg): EmbeddedRelation {
    const { model, names, columns, source } = child;
    const { dialect } = source.info;
    if (!artifact) return { names, sql: unusedView(model.id, columns, dialect), directories: [] };
    const path = given.objectPath(artifact);
    const sql = legView(model.id, path, artifact, columns, dialect);
    return { names, sql, directories: [dirname(path)] };
  }

  function estimate(
    { source }: LegChild,
    sql: string,
    signal: AbortSignal,
  ): Promise<number | undefined> {
    const reader = readers.source(source.reader);
    // Without it nothing is wrong but an order.
    return reader.estimate(sql, signal).catch(() => undefined);
  }

  return {
    async fetch(job, control, all) {
      const plan = await planOf(job, control);
      const wanted = new Map<number, WantedLeg>();
      for (const [at, child] of plan.children.entries()) {
        if (child.kind !== "leg") continue;
        const need = plan.needs.get(child.model.id);
        wanted.set(
          at,
          need && !all.has(child.model.id)
            ? await wantedLeg(child, need, job, control)
            : { child, need: needOfAll(child), shared: false },
        );
      }
      const controls = sharedProgress(control);
      const fetched = await fetchLegs(plan, wanted, {
        limits,
        estimate: (child, sql) => estimate(child, sql, control.signal),
        relationOf,
        fetch: (leg, request) => {
          const refetched = all.get(leg.child.model.id);
          const asked = refetched === undefined ? request : { ...request, refetched };
          return fetchWanted(leg, asked, controls());
        },
        // Without keys more is moved, and nothing else is different.
        readKeys: (question) =>
          readKeys({ ...question, timeZone }, embedded, control).catch((error: unknown) => {
            if (error instanceof SourceError) return undefined;
            throw error;
          }),
      });
      await settleLegs(plan, fetched, {
        relationOf,
        plan: (tables) => embedded.plan(job.object.sql, tables, timeZone),
        fetch: (request) => fetchNow(request, controls()),
      });
      return outcome(plan, fetched, relationOf);
    },
  };
}

function outcome(
  plan: MergePlan,
  fetched: ReadonlyMap<number, FetchedLeg>,
  relationOf: (child: LegChild, leg: FetchedLeg) => EmbeddedRelation,
): MergeRelations {
  const relations: EmbeddedRelation[] = [];
  const legs: MergeLeg[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const [at, child] of plan.children.entries()) {
    const leg = fetched.get(at);
    if (child.kind === "leg" && leg) {
      relations.push(relationOf(child, leg));
      legs.push(leg.report);
      diagnostics.push(...leg.diagnostics);
    } else if (child.kind === "present" && "sql" in child.table) {
      relations.push(child.table);
      legs.push({ model: child.model.id, how: "present" });
      diagnostics.push(...(child.table.warnings ?? []));
    }
  }
  return { relations, legs, diagnostics };
}

/** Controls that report the sum of what all of them have read. */
function sharedProgress(control: ReadControl): () => ReadControl {
  const counts: { rows: number; bytes: number }[] = [];
  const total = (key: "rows" | "bytes") => counts.reduce((sum, count) => sum + count[key], 0);
  return () => {
    const own = { rows: 0, bytes: 0 };
    counts.push(own);
    return {
      ...control,
      onProgress(rows, bytes) {
        own.rows = rows;
        own.bytes = bytes;
        control.onProgress?.(total("rows"), total("bytes"));
      },
    };
  };
}

/** Whether a merge's SQL may name a model. */
function mayRead({ object }: MergeModelJob, model: SqlModel): boolean {
  if (!descendants(object).includes(model)) return false;
  return model.name.includes('"') || object.sql.toLowerCase().includes(model.name.toLowerCase());
}
