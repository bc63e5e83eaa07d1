/**
 * Selection → jobs. A trace is a job; a model is one only where something needs all of its rows: a
 * table that shows it, a test that looks at it, the user who names it, and every script and merge
 * model that is used at all. Of the SQL models below a merge, the merge itself moves what it needs,
 * or reads the result of such a job.
 */
import type { Diagnostic } from "../contract/diagnostic.js";
import type { JobKind, JobLabel } from "../contract/events.js";
import type { Model, ProjectObject, Source, SqlModel, Trace } from "../project/objects.js";
import type { Project } from "../project/project.js";
import { selectObjects } from "../project/selection.js";
import { valuesInId } from "../project/switches.js";
import type { SourceTypes } from "../project/source-types.js";
import { createDiagnostic } from "../diagnostics/index.js";
import { placesOf, placesOfRows } from "./model-places.js";

interface JobOf<Kind extends JobKind, O extends Trace | Model> {
  readonly id: string;
  readonly kind: Kind;
  readonly object: O;
  readonly label: JobLabel;
  /** Jobs whose artifacts this one reads. */
  readonly inputs: readonly string[];
}

export type TraceJob = JobOf<"trace", Trace>;
export type SqlModelJob = JobOf<"sql-model", SqlModel>;
export type MergeModelJob = JobOf<"merge-model", Extract<Model, { type: "merge" }>>;
export type ScriptModelJob = JobOf<"script-model", Extract<Model, { type: "script" }>>;
export type Job = TraceJob | SqlModelJob | MergeModelJob | ScriptModelJob;

export interface PlanOptions {
  /**
   * Absent: what dashboards, tables, tests and alerts need; everything in a project that shows
   * nothing.
   */
  readonly selection?: string | undefined;
  readonly all?: boolean | undefined;
  /** The source of `--source`. */
  readonly source?: Source | undefined;
  readonly sourceTypes: SourceTypes;
}

export interface Plan {
  /** Every job after its inputs. */
  readonly jobs: readonly Job[];
  /** With errors here nothing is run. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Finds the jobs that a run consists of. */
export function planRun(project: Project, options: PlanOptions): Plan {
  const planner = new Planner();
  if (options.selection !== undefined) {
    const { objects, consumers, diagnostics } = selectObjects(options.selection, project);
    if (diagnostics.some(({ severity }) => severity === "error")) return { jobs: [], diagnostics };
    planSelected(project, planner, objects, consumers);
    if (planner.jobs.length > 0)
      return { jobs: withWholeModels(planner.jobs, options.source), diagnostics };
    const nothing = createDiagnostic("nothing-to-run", { selection: options.selection });
    return { jobs: [], diagnostics: [...diagnostics, nothing] };
  }
  const shown = [...project.dashboards, ...project.tables];
  if (options.all || shown.length === 0) {
    planSelected(project, planner, new Set(project.objects.keys()));
  } else {
    const needing = [...shown, ...project.tests, ...project.alerts];
    for (const object of needing) planShown(project, planner, object);
  }
  return { jobs: withWholeModels(planner.jobs, options.source), diagnostics: [] };
}

/**
 * Merges read the SQL models that are jobs anyhow, and stand after them. `chosen` is the source of
 * `--source`.
 */
function withWholeModels(jobs: readonly Job[], chosen: Source | undefined): Job[] {
  const known = new Map(jobs.map((job) => [job.id, job.kind]));
  const complete = jobs.map((job): Job => {
    if (job.kind !== "merge-model") return job;
    const below = readHere(job.object, chosen).filter(({ id }) => known.get(id) === "sql-model");
    return { ...job, inputs: [...job.inputs, ...below.map(({ id }) => id)] };
  });
  const byId = new Map(complete.map((job) => [job.id, job]));
  const ordered = new Set<Job>();
  function add(job: Job): void {
    if (ordered.has(job)) return;
    for (const id of job.inputs) {
      const input = byId.get(id);
      if (input) add(input);
    }
    ordered.add(job);
  }
  for (const job of complete) add(job);
  return [...ordered];
}

/** The jobs behind what some objects show or look at, every job after its inputs. */
export function planNeeds(project: Project, objects: readonly ProjectObject[]): readonly Job[] {
  const planner = new Planner();
  for (const object of objects) planShown(project, planner, object);
  return withWholeModels(planner.jobs, undefined);
}

/** Pages that were only reached as `consumers` bring along nothing that was not selected itself. */
function planSelected(
  project: Project,
  planner: Planner,
  selected: ReadonlySet<string>,
  consumers: ReadonlySet<string> = new Set(),
): void {
  for (const id of selected) {
    const object = project.objects.get(id);
    if (!object) continue;
    // A query that a selected trace sends anyway needs no copy of its rows besides.
    const isUsed = project.graph.dependents(id).some((user) => selected.has(user.id));
    if (object.kind === "model") {
      if (object.type !== "sql" || !isUsed) planner.model(object);
    } else if (object.kind === "trace" || !consumers.has(id)) planShown(project, planner, object);
    else if (object.kind === "table" && object.model && selected.has(object.model.id)) {
      planner.model(object.model);
    }
  }
}

/** Plans what an object draws from or looks at, through dashboards, charts and selectors. */
function planShown(project: Project, planner: Planner, root: ProjectObject): void {
  const open = [root];
  for (let object = open.pop(); object; object = open.pop()) {
    if (object.kind === "trace") planner.trace(object);
    else if (object.kind === "table" && object.model) planner.model(object.model);
    else if (object.kind === "test" || object.kind === "alert") {
      for (const used of project.graph.dependencies(object.id)) {
        if (used.kind === "model") planner.model(used);
      }
    }
    if (object.kind === "trace" || object.kind === "model" || object.kind === "source") continue;
    if (planner.isNew(object)) open.push(...project.graph.dependencies(object.id).toReversed());
  }
}

class Planner {
  readonly jobs: Job[] = [];
  readonly #planned = new Set<string>();
  readonly #seen = new Set<string>();

  isNew(object: ProjectObject): boolean {
    if (this.#seen.has(object.id)) return false;
    this.#seen.add(object.id);
    return true;
  }

  /** Plans a trace for all values of its switches. */
  trace(trace: Trace): void {
    if (this.#planned.has(trace.id)) return;
    this.#planned.add(trace.id);
    const { model, variants = [] } = trace;
    const reads = model && model.type !== "sql" ? [this.model(model)] : [];
    this.#add("trace", trace, reads);
    for (const variant of variants) this.trace(variant.trace);
  }

  /** Plans a model with what it needs; its id. */
  model(model: Model): string {
    if (this.#planned.has(model.id)) return model.id;
    this.#planned.add(model.id);
    const inputs =
      model.type === "merge"
        ? readHere(model, undefined)
            .filter(({ type }) => type !== "sql")
            .map((child) => this.model(child))
        : [];
    this.#add(`${model.type}-model`, model, inputs);
    return model.id;
  }

  #add(kind: JobKind, object: Trace | Model, inputs: readonly string[]): void {
    const values = valuesInId(object);
    const name = values === "" ? object.name : `${object.name} (${values})`;
    const label: JobLabel = { id: object.id, kind, name };
    // `kind` is derived from the object by the two callers above.
    this.jobs.push({ id: object.id, kind, object, label, inputs } as Job);
  }
}

/** The models below a merge whose rows come from here. */
function readHere(merge: MergeModelJob["object"], chosen: Source | undefined): readonly Model[] {
  if (!merge.engine) return descendants(merge);
  const places = placesOfRows(placesOf(merge, merge.engine, chosen));
  return places.filter(({ is }) => is === "sent").map(({ model }) => model);
}

/** All models below a merge, each once: children first in their order, then theirs. */
export function descendants(merge: { readonly models: readonly Model[] }): Model[] {
  const found = new Set<Model>();
  let level = merge.models;
  while (level.length > 0) {
    for (const model of level) found.add(model);
    level = level.flatMap((model) => (model.type === "merge" ? model.models : []));
  }
  return [...found];
}
