/**
 * The engine of a merge with `engine: auto`:
 *
 *   estimates ─▶ engines that would move less than DuckDB, the least first
 *                 └─ each: does the query mean the same there? does it prepare it, with the same columns?
 *                      ├─ yes ─▶ it runs there
 *                      └─ none ─▶ DuckDB, with what has held each
 *
 * Nothing is run and no row is read here, so that `explain` asks the same.
 */
import type { EngineChoice, EngineMoves, HeldEngine } from "../../contract/manifest.js";
import type { MergeModel, Model, Source } from "../../project/objects.js";
import type { HeldReason } from "../../sql/elsewhere/held.js";
import { asFailure, JobFailure } from "../job-failure.js";
import type { MergePlan } from "../merge/plan-legs.js";
import { placesOf } from "../model-places.js";
import { engineMoves, type EngineMovesOptions, type NeededPart } from "./engine-moves.js";
import {
  boundQuery,
  failedClause,
  queryOn,
  type AskOnly,
  type EngineStatement,
  type StatementContext,
} from "./engine-statement.js";
import { placeInMerge } from "./place-in-merge.js";

export interface ChooseContext extends StatementContext, Pick<EngineMovesOptions, "artifactOf"> {
  /** What the last run chose. */
  readonly before: EngineChoice | undefined;
}

export interface ChosenQuery extends EngineStatement {
  /** About how many rows models have, by their ids. */
  readonly rows: ReadonlyMap<string, number>;
}

export interface ChosenEngine {
  readonly choice: EngineChoice;
  /** Absent: DuckDB. */
  readonly query?: ChosenQuery;
}

/** `needs` are what DuckDB would fetch of each model, by its id. Rejects on bugs only. */
export async function chooseEngine(
  merge: MergeModel,
  plan: MergePlan,
  needs: ReadonlyMap<string, NeededPart>,
  context: ChooseContext,
  control: AskOnly,
): Promise<ChosenEngine> {
  const here = new Set(plan.children.flatMap((one) => (one.kind === "present" ? [one.model] : [])));
  const read = readBy(plan);
  const { found } = context.before ?? {};
  const { moves, rows } = await engineMoves(merge, needs, {
    ...context,
    ...(found && { found }),
    isHere: (model) => here.has(model),
    ...(read && { isRead: (model) => read.has(model) }),
    signal: control.signal,
  });
  const held: HeldEngine[] = [];
  const choice: EngineChoice = { moves, held, ...(found && { found }) };
  const engines = lessThanDuckdb(moves, merge, context);
  if (engines.length === 0) return { choice };
  const bound = await boundQuery(merge, plan, context, control);
  for (const { source: engine, room } of engines) {
    const { name } = engine;
    const because = (why: HeldReason | string): HeldEngine =>
      typeof why === "string"
        ? { engine: name, because: why }
        : { engine: name, because: clauseOf(why), ...placeInMerge(merge, why) };
    if ("reason" in bound) {
      held.push(because(bound.reason));
      continue;
    }
    try {
      const source = context.sources.get(engine);
      if ("diagnostics" in source) throw new JobFailure(source.diagnostics);
      const query = await queryOn(source, merge, plan, bound, room, context, control);
      if (!("held" in query)) return { choice, query: { ...query, rows } };
      held.push(because(query.held));
    } catch (error) {
      const failure = asFailure(error);
      if (!failure || control.signal.aborted) throw error;
      held.push(because(failedClause(failure)));
    }
  }
  return { choice };
}

/** The models that the SQL reads, as far as that is known. */
function readBy({ facts, children }: MergePlan): ReadonlySet<Model> | undefined {
  if (!facts.understood) return undefined;
  return new Set(facts.scans.flatMap(({ table }) => children[table]?.model ?? []));
}

function clauseOf({ what }: HeldReason): string {
  return `${what} may mean something else`;
}

interface LessMoving {
  readonly source: Source;
  /** Bytes that its result may have, so that all in all it moves less. */
  readonly room: number;
}

/** Engines that would move less, the least first; of equals the one that asks others the least. */
function lessThanDuckdb(
  [duckdb, ...others]: readonly EngineMoves[],
  merge: MergeModel,
  { project, chosen }: Pick<ChooseContext, "project" | "chosen">,
): LessMoving[] {
  const most = duckdb?.bytes ?? 0;
  const found = others.flatMap(({ engine, bytes }) => {
    const source = project.sources.find(({ name }) => name === engine);
    if (!source || bytes === undefined || bytes >= most) return [];
    const passed = placesOf(merge, source, chosen).filter(({ is }) => is === "passed");
    return [{ source, bytes, room: most - bytes, passed: passed.length }];
  });
  return found.toSorted((a, b) => a.bytes - b.bytes || a.passed - b.passed);
}
