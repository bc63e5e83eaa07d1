/**
 * What a run would ask the sources below a merge for. Their queries are described and estimated; no
 * rows are read.
 */
import type { EngineChoice, EngineMoves, Manifest, MergeLeg } from "../../contract/manifest.js";
import type { Diagnostic } from "../../contract/diagnostic.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import type { MergeModel, Model, Source } from "../../project/objects.js";
import { JobFailure } from "../job-failure.js";
import { createMergeChildren } from "../merge/find-children.js";
import { estimateRows } from "../merge/estimate-rows.js";
import { queryFor, reportOf } from "../merge/fetch-leg.js";
import { planLegs, needOfAll, type MergePlan } from "../merge/plan-legs.js";
import { keysTaken } from "../merge/taken-keys.js";
import { legsAlone } from "../merge/want-legs.js";
import { chooseEngine } from "../remote/choose-engine.js";
import { engineMoves } from "../remote/engine-moves.js";
import type { Readers } from "../../readers/contract.js";
import type { OpenedRun } from "../opened-run.js";
import { storedRows } from "../stored-rows.js";

/** What is asked of one model's source, and what the last run got. */
export interface ExplainedLeg {
  /** False when the SQL reads no row of it, so that nothing is sent. */
  readonly used: boolean;
  readonly sql: string;
  readonly columns: readonly string[];
  readonly ofColumns: number;
  readonly where?: string;
  readonly notPushed: NonNullable<MergeLeg["notPushed"]>;
  /** Join columns that are narrowed further when the other model turns out to have few values. */
  readonly keysFrom: readonly { readonly column: string; readonly from: string }[];
  readonly estimatedRows?: number;
  /** As the last run moved it. */
  readonly last?: MergeLeg;
}

/**
 * The models below one merge. Where it could not be planned, there are no legs, and a diagnostic.
 */
export interface MergeExplanation {
  /** By the id of the model. */
  readonly legs: ReadonlyMap<string, ExplainedLeg>;
  /** Ids of the models that are scanned where they lie. */
  readonly scanned: ReadonlySet<string>;
  /** What each engine would move: DuckDB first; empty where no other could run it. */
  readonly engines: readonly EngineMoves[];
  /** Of a merge that chooses its engine: where a run would have it now, with the statement. */
  readonly chosen?: ExplainedChoice;
  /** Of one that chooses its engine, and could not be planned: why it has not chosen, a sentence. */
  readonly unchosen?: string;
  readonly diagnostics: readonly Diagnostic[];
}

export interface ExplainedChoice {
  readonly choice: EngineChoice;
  /** Absent: DuckDB. */
  readonly engine?: Source;
  readonly sql?: string;
}

export type ExplainMerge = (merge: MergeModel) => Promise<MergeExplanation>;

/**
 * Asks sources and engine what a run would ask before it moves rows: columns, types, a plan,
 * estimates. Inputs that are jobs of their own are taken as the last run left them. A failure of a
 * model below the merge is the diagnostic `merge-not-planned`, not a rejection.
 */
export function createMergeExplainer(
  { project, state, sources, chosen }: Pick<OpenedRun, "project" | "state" | "sources" | "chosen">,
  readers: Readers,
  signal: AbortSignal,
): ExplainMerge {
  const { timeZone } = project.defaults;
  const control = { signal };
  const engine = readers.embedded;

  async function explain(
    merge: MergeModel,
    before: Manifest | undefined,
  ): Promise<MergeExplanation> {
    const artifactOf = ({ id }: Model) => before?.objects[id]?.artifact;
    const moves = { project, sources, chosen, readers, artifactOf, signal };
    if (merge.engine) {
      const { moves: engines } = await engineMoves(merge, new Map(), moves);
      return { legs: new Map(), scanned: new Set(), engines, diagnostics: [] };
    }
    const children = createMergeChildren({
      readers,
      engine,
      sources,
      limits: project.defaults.limits,
      rowsOf(model) {
        const artifact = before?.objects[model.id]?.artifact;
        if (artifact) return storedRows(artifact, state);
        const reason = `\`${model.name}\` has not run yet, so its columns are not known.`;
        throw new JobFailure([notPlanned(merge, reason)]);
      },
    });
    const plan = await planLegs(merge, await children.of(merge, new Set(), control), {
      engine,
      timeZone,
      confirm: (child) => children.confirm(child, control.signal),
    });
    const taken = keysTaken(plan, legsAlone(plan));
    const legs = new Map<string, ExplainedLeg>();
    await Promise.all(
      plan.children.map(async (child, at) => {
        if (child.kind !== "leg") return;
        const need = plan.needs.get(child.model.id) ?? needOfAll(child);
        const query = queryFor(child, need, []);
        const { columns = [], ofColumns = 0, where } = reportOf(child, need, query);
        const estimatedRows = need.used
          ? await estimateRows(readers, child, query.sql, control)
          : undefined;
        const last = before?.objects[merge.id]?.legs?.find(({ model }) => model === child.model.id);
        legs.set(child.model.id, {
          used: need.used,
          sql: query.sql,
          columns,
          ofColumns,
          ...(where !== undefined && { where }),
          notPushed: need.notPushed,
          keysFrom: taken
            .filter(({ to }) => to.table === at)
            .map(({ from, to }) => ({
              column: child.columns[to.column]?.name ?? "",
              from: plan.children[from.table]?.model.id ?? "",
            })),
          ...(estimatedRows !== undefined && { estimatedRows }),
          ...(last && { last }),
        });
      }),
    );
    const scanned = plan.children.filter(
      ({ kind, model }) => kind === "present" && model.type === "sql",
    );
    const made = merge.choosesEngine && (await chosenFor(merge, plan, legs, before));
    const engines = made ? made.choice.moves : (await engineMoves(merge, legs, moves)).moves;
    return {
      legs,
      scanned: new Set(scanned.map(({ model }) => model.id)),
      engines,
      ...(made && { chosen: made }),
      diagnostics: [],
    };
  }

  async function chosenFor(
    merge: MergeModel,
    plan: MergePlan,
    legs: ReadonlyMap<string, ExplainedLeg>,
    before: Manifest | undefined,
  ): Promise<ExplainedChoice> {
    const artifactOf = ({ id }: Model) => before?.objects[id]?.artifact;
    const rowsOfInput = (id: string) => {
      const artifact = before?.objects[id]?.artifact;
      if (artifact) return storedRows(artifact, state);
      throw new JobFailure([notPlanned(merge, `\`${id}\` has not run yet.`)]);
    };
    const inputs = new Set<string>();
    const last = before?.objects[merge.id]?.choice;
    const own = { project, sources, chosen, readers, artifactOf, rowsOfInput, inputs };
    const context = { ...own, before: last };
    const { choice, query } = await chooseEngine(merge, plan, legs, context, control);
    const sql = query?.sql(({ name }) => `/* the rows of ${name.replaceAll("*/", "")} */`);
    return {
      choice,
      ...(query && sql !== undefined && { engine: query.engine.source, sql }),
    };
  }

  return async (merge) => {
    const before = await state.current();
    try {
      return await explain(merge, before);
    } catch (error) {
      if (!(error instanceof JobFailure)) throw error;
      const [cause] = error.diagnostics;
      const isOurs = cause?.code === "merge-not-planned";
      const diagnostic = cause && !isOurs ? notPlanned(merge, cause.message) : cause;
      const diagnostics = diagnostic ? [diagnostic] : [];
      const nothing = { legs: new Map(), scanned: new Set<string>(), engines: [], diagnostics };
      if (!merge.choosesEngine || !cause) return nothing;
      // What those would move is known all the same that can be asked.
      const artifactOf = ({ id }: Model) => before?.objects[id]?.artifact;
      const options = { project, sources, chosen, readers, artifactOf, signal };
      const { moves } = await engineMoves(merge, new Map(), options);
      return { ...nothing, engines: moves, unchosen: cause.message };
    }
  };
}

function notPlanned({ name, at }: MergeModel, reason: string): Diagnostic {
  return createDiagnostic("merge-not-planned", { name, reason }, { at });
}
