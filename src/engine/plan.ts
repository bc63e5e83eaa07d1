/**
 * Selection → jobs. A trace is a job; a model is one only where something needs its rows: a merge that cannot scan it
 * in place, a table that shows it, the user who names it, and every script and merge model that is used at all.
 */
import type { Diagnostic } from "../contract/diagnostic.js";
import type { JobKind, JobLabel } from "../contract/run-event.js";
import type { Model, ProjectObject, Source, SqlModel, Trace } from "../project/objects.js";
import type { Project } from "../project/project.js";
import { selectObjects } from "../project/selection.js";
import type { SourceTypes } from "../project/source-types.js";
import { createDiagnostic } from "../diagnostics/index.js";
import { sourceOf } from "./run-sources.js";

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
  /** Absent: what dashboards and tables need; everything in a project that has neither. */
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
  const planner = new Planner(options);
  if (options.selection !== undefined) {
    const { objects, consumers, diagnostics } = selectObjects(options.selection, project);
    if (diagnostics.some(({ severity }) => severity === "error")) return { jobs: [], diagnostics };
    planSelected(project, planner, objects, consumers);
    if (planner.jobs.length > 0) return { jobs: planner.jobs, diagnostics };
    const nothing = createDiagnostic("nothing-to-run", { selection: options.selection });
    return { jobs: [], diagnostics: [...diagnostics, nothing] };
  }
  const shown = [...project.dashboards, ...project.tables];
  if (options.all || shown.length === 0) {
    planSelected(project, planner, new Set(project.objects.keys()));
  } else {
    for (const object of shown) planShown(project, planner, object);
  }
  return { jobs: planner.jobs, diagnostics: [] };
}

/** The jobs behind what some objects show or look at, every job after its inputs. */
export function planNeeds(
  project: Project,
  objects: readonly ProjectObject[],
  {
    chosen,
    sourceTypes,
  }: { readonly chosen: Source | undefined; readonly sourceTypes: SourceTypes },
): readonly Job[] {
  const planner = new Planner({ source: chosen, sourceTypes });
  for (const object of objects) planShown(project, planner, object);
  return planner.jobs;
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

/** Plans what an object draws from, through dashboards, charts and selectors. */
function planShown(project: Project, planner: Planner, root: ProjectObject): void {
  const open = [root];
  for (let object = open.pop(); object; object = open.pop()) {
    if (object.kind === "trace") planner.trace(object);
    else if (object.kind === "table" && object.model) planner.model(object.model);
    if (object.kind === "trace" || object.kind === "model" || object.kind === "source") continue;
    if (planner.isNew(object)) open.push(...project.graph.dependencies(object.id).toReversed());
  }
}

class Planner {
  readonly jobs: Job[] = [];
  readonly #planned = new Set<string>();
  readonly #seen = new Set<string>();

  constructor(private readonly options: PlanOptions) {}

  isNew(object: ProjectObject): boolean {
    if (this.#seen.has(object.id)) return false;
    this.#seen.add(object.id);
    return true;
  }

  trace(trace: Trace): void {
    if (this.#planned.has(trace.id)) return;
    this.#planned.add(trace.id);
    const { model } = trace;
    const reads = model && model.type !== "sql" ? [this.model(model)] : [];
    this.#add("trace", trace, reads);
  }

  /** Plans a model with what it needs; its id. */
  model(model: Model): string {
    if (this.#planned.has(model.id)) return model.id;
    this.#planned.add(model.id);
    const inputs =
      model.type === "merge"
        ? descendants(model)
            .filter((child) => !isScannedInPlace(child, this.options))
            .map((child) => this.model(child))
        : [];
    this.#add(`${model.type}-model`, model, inputs);
    return model.id;
  }

  #add(kind: JobKind, object: Trace | Model, inputs: readonly string[]): void {
    const label: JobLabel = { id: object.id, kind, name: object.name };
    // `kind` is derived from the object by the two callers above.
    this.jobs.push({ id: object.id, kind, object, label, inputs } as Job);
  }
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

/** True for SQL models on files, which DuckDB reads where they lie. */
export function isScannedInPlace(
  model: Model,
  options: Pick<PlanOptions, "source" | "sourceTypes">,
): model is SqlModel {
  if (model.type !== "sql") return false;
  const source = sourceOf(model, options.source);
  return source !== undefined && options.sourceTypes.get(source.type)?.file === true;
}
