import type { Diagnostic } from "../../contract/diagnostic.js";
import type {
  Chart,
  MergeModel,
  Model,
  ScriptModel,
  Source,
  SqlModel,
  Table,
  Trace,
} from "../../project/objects.js";
import type { DialectName } from "../../sql/dialect.js";
import type { EngineChoice, EngineMoves } from "../../contract/manifest.js";
import type { ExplainedLeg, ExplainMerge, MergeExplanation } from "./explain-merge.js";
import { explainedEngineQuery } from "../remote/engine-query.js";
import { placesOf, placesOfRows } from "../model-places.js";
import type { OpenedRun } from "../opened-run.js";
import { createTraceCompiler } from "../jobs/trace-compiler.js";
import { baseOf } from "../jobs/trace.js";
import { descendants } from "../plan.js";
import { sourceOf } from "../run-sources.js";

/** How one object gets its rows. */
export interface ExplainedStep {
  /** `<kind>:<name>` of the trace or model. */
  readonly id: string;
  /**
   * `sent`: the query goes to a source and its rows come back. `moved`: so too, and its rows land
   * in a file for a merge. `scanned`: DuckDB reads the source's files where they lie. `joined`:
   * DuckDB runs it over other models. `command`: a script's output. `static`: nothing is asked.
   */
  readonly how: "sent" | "moved" | "scanned" | "joined" | "command" | "static";
  /** Name and type of the source; absent where the embedded DuckDB or a script does the work. */
  readonly source?: { readonly name: string; readonly type: string };
  /** Name of the source into whose query the rows are written. */
  readonly to?: string;
  /** Where there, in the user's words, they become a table when they are too many for that. */
  readonly upload?: string;
  /** The source that sends the query on, and its own name for the source. */
  readonly through?: { readonly engine: string; readonly catalog: string };
  readonly dialect?: DialectName;
  readonly sql?: string;
  /** Of a script. */
  readonly command?: readonly string[];
  /** What the query would be billed for, on services that bill by the bytes it reads. */
  readonly cost?: ExplainedCost;
  /** Of a trace that follows filters, once its model's columns were looked at. */
  readonly cube?: ExplainedCube;
  /** Of a model whose rows move: what is asked for, why not less, and what the last run got. */
  readonly leg?: ExplainedLeg;
  /** Of a merge that several engines could run: what each would move, DuckDB first. */
  readonly engines?: readonly EngineMoves[];
  /** Of a merge that chooses its engine, and was looked at: why it would run where it does. */
  readonly choice?: EngineChoice;
  /** Of such a merge that could not be looked at: why it has not chosen, a sentence. */
  readonly unchosen?: string;
}

/** Of a trace's stored rows, which choices add up again. */
export interface ExplainedCube {
  /** Why the query is not the one that is sent: the model's columns are not known. */
  readonly untyped?: string;
  /** Of the last run that made them. */
  readonly stored?: { readonly rows: number; readonly bytes: number; readonly builtAt: string };
}

/** Bytes, or why the service does not say how many. */
export type ExplainedCost = { readonly bytes: number } | { readonly unknown: string };

export interface Explanation {
  readonly id: string;
  /** Each trace or model before what it reads from. Empty when nothing can be explained. */
  readonly steps: readonly ExplainedStep[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What has rows, or draws those of others. */
export type Explained = Model | Trace | Chart | Table;

/**
 * What a run of it would send where; of a chart or table what all that it draws would, each step
 * once. Nothing is run, and only `merges` touches a source: it looks at those below a merge, each
 * once, and without it their models' queries are shown whole.
 */
export async function explainObject(
  run: Pick<OpenedRun, "project" | "chosen">,
  object: Explained,
  merges?: ExplainMerge,
): Promise<Explanation> {
  const explainer = createExplainer(run, merges);
  const steps = new Map<string, ExplainedStep>();
  const diagnostics = new Set(object.problems);
  for (const one of rowsOf(object)) {
    const part =
      one.kind === "model" ? await explainer.model(one, "sent") : await explainer.trace(one);
    for (const step of part.steps) {
      const key = `${step.how} ${step.id}`;
      if (!steps.has(key)) steps.set(key, step);
    }
    for (const problem of [...one.problems, ...part.diagnostics]) diagnostics.add(problem);
  }
  return { id: object.id, steps: [...steps.values()], diagnostics: [...diagnostics] };
}

/** The traces and models whose rows it shows: itself, where it has rows of its own. */
export function rowsOf(object: Explained): readonly (Model | Trace)[] {
  if (object.kind === "model" || object.kind === "trace") return [object];
  return object.kind === "table" && object.model ? [...object.traces, object.model] : object.traces;
}

type Steps = Pick<Explanation, "steps" | "diagnostics">;

function createExplainer(
  { project, chosen }: Pick<OpenedRun, "project" | "chosen">,
  merges: ExplainMerge | undefined,
) {
  const { sourceTypes } = project;
  const compile = createTraceCompiler(project);
  const looks = new Map<string, Promise<MergeExplanation>>();

  /** Undefined without a look at the sources. */
  function look(merge: MergeModel): Promise<MergeExplanation> | undefined {
    const started = looks.get(merge.id) ?? merges?.(merge);
    if (started) looks.set(merge.id, started);
    return started;
  }

  function place(model: SqlModel): Pick<ExplainedStep, "source" | "dialect"> {
    const own = sourceOf(model, chosen);
    const dialect = own && sourceTypes.get(own.type)?.dialect;
    return {
      ...(own && { source: { name: own.name, type: own.type } }),
      ...(dialect && { dialect }),
    };
  }

  function leg(model: Model): ExplainedStep {
    if (model.type === "script") return command(model);
    if (model.type === "merge") return join(model);
    const where = place(model);
    const isFile = where.source && sourceTypes.get(where.source.type)?.file;
    return { id: model.id, how: isFile ? "scanned" : "moved", ...where, sql: model.sql };
  }

  async function model(object: Model, how: "sent" | "moved"): Promise<Steps> {
    if (object.type === "sql") {
      return {
        steps: [{ id: object.id, how, ...place(object), sql: object.sql }],
        diagnostics: [],
      };
    }
    if (object.type === "script") return { steps: [leg(object)], diagnostics: [] };
    const looked = await look(object);
    const engines = looked && looked.engines.length > 0 ? { engines: looked.engines } : {};
    const { choice, engine = object.engine, sql } = looked?.chosen ?? {};
    const unchosen = looked?.unchosen;
    const chose = choice ? { choice } : unchosen !== undefined && { unchosen };
    if (engine) {
      const { steps, diagnostics } = await onEngine(object, engine, sql);
      return {
        steps: steps.map((step) =>
          step.id === object.id ? { ...step, ...engines, ...chose } : step,
        ),
        diagnostics: [...diagnostics, ...(looked?.diagnostics ?? [])],
      };
    }
    const below = descendants(object).map((child): ExplainedStep => {
      if (looked?.scanned.has(child.id)) return { ...leg(child), how: "scanned" };
      const moved = looked?.legs.get(child.id);
      return moved ? { ...leg(child), how: "moved", sql: moved.sql, leg: moved } : leg(child);
    });
    const steps = [{ ...leg(object), ...engines, ...chose }, ...below];
    return { steps, diagnostics: looked?.diagnostics ?? [] };
  }

  /** `statement` is what a merge would send that has chosen the engine. */
  async function onEngine(
    merge: MergeModel,
    engine: Source,
    statement: string | undefined,
  ): Promise<Steps> {
    const dialect = sourceTypes.get(engine.type)?.dialect;
    const source = { name: engine.name, type: engine.type };
    const places = placesOf(merge, engine, chosen);
    const upload = uploadIn(engine);
    const sql = statement ?? (dialect && explainedEngineQuery(merge, dialect, places, upload));
    const parts = await Promise.all(
      placesOfRows(places).map(async (place): Promise<Steps> => {
        if (place.is === "here") return { steps: [], diagnostics: [] };
        const part = await model(place.model, "sent");
        const [first, ...below] = part.steps;
        if (!first) return part;
        const how =
          place.is === "sent"
            ? { to: engine.name, ...(upload !== undefined && { upload }) }
            : { through: { engine: engine.name, catalog: place.catalog } };
        return { ...part, steps: [{ ...first, ...how }, ...below] };
      }),
    );
    const step: ExplainedStep = {
      id: merge.id,
      how: "sent",
      source,
      ...(dialect && sql !== undefined && { dialect, sql }),
    };
    return {
      steps: [step, ...parts.flatMap(({ steps }) => steps)],
      diagnostics: parts.flatMap(({ diagnostics }) => diagnostics),
    };
  }

  async function trace(object: Trace): Promise<Steps> {
    const base = object.model;
    if (!base) return { steps: [], diagnostics: [] };
    const where: Pick<ExplainedStep, "source" | "dialect"> =
      base.type === "sql" ? place(base) : { dialect: "duckdb" };
    const sql = base.type === "sql" ? base.sql : baseOf(base);
    const { dialect } = where;
    if (!dialect) return { steps: [], diagnostics: base.problems };
    const query = compile(object, sql, dialect);
    const step: ExplainedStep = query.static
      ? { id: object.id, how: "static" }
      : { id: object.id, how: base.type === "sql" ? "sent" : "joined", ...where, sql: query.sql };
    if (base.type === "sql" || query.static)
      return { steps: [step], diagnostics: query.diagnostics };
    const below = await model(base, "moved");
    return {
      steps: [step, ...below.steps],
      diagnostics: [...query.diagnostics, ...below.diagnostics],
    };
  }

  return { model, trace };
}

/** Of the engine of a merge, as its source has it: a value of the environment is not looked up. */
function uploadIn({ config }: Source): string | undefined {
  const { upload } = config;
  return upload === undefined || typeof upload === "string" ? upload : "the place in `upload`";
}

function command(model: ScriptModel): ExplainedStep {
  return { id: model.id, how: "command", command: model.args };
}

function join(model: MergeModel): ExplainedStep {
  return { id: model.id, how: "joined", dialect: "duckdb", sql: model.sql };
}
