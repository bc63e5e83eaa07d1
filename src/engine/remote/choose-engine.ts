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
import type { Diagnostic } from "../../contract/diagnostic.js";
import type { EngineChoice, EngineMoves, HeldEngine } from "../../contract/manifest.js";
import type { MergeModel, Model, Source } from "../../project/objects.js";
import type { ReadControl } from "../../readers/call.js";
import { uniqueColumnNames } from "../../rows/column-names.js";
import { renamedColumns } from "../../rows/renamed-columns.js";
import type { Column } from "../../rows/stream.js";
import type { BoundRelation } from "../../sql/elsewhere/bound-query.js";
import type { HeldReason } from "../../sql/elsewhere/held.js";
import { probeOf } from "../../sql/elsewhere/rules.js";
import {
  queryElsewhere,
  type ElsewhereStatement,
  type ResultColumn,
} from "../../sql/elsewhere/query-elsewhere.js";
import type { ElsewhereTable } from "../../sql/elsewhere/write-relation.js";
import { asFailure, JobFailure } from "../job-failure.js";
import { legColumns, plannedTable, type MergeChild } from "../merge/merge-children.js";
import type { MergePlan } from "../merge/plan-legs.js";
import type { OpenedRun } from "../opened-run.js";
import type { RunSource } from "../run-sources.js";
import { placesOf, placesOfRows, type PlaceOfRows } from "../model-places.js";
import { sourceOfModel } from "../source-of-model.js";
import { engineMoves, width, type NeededPart } from "./engine-moves.js";
import type { EngineMovesOptions } from "./engine-moves.js";
import { passModel } from "./pass-model.js";
import type { RemoteContext, RemoteMerge } from "./remote-context.js";
import { sendNoRows } from "./sent-models.js";
import { placeInMerge } from "./place-in-merge.js";

export interface ChooseContext
  extends
    RemoteContext,
    Pick<OpenedRun, "chosen">,
    Pick<EngineMovesOptions, "artifactOf">,
    Pick<RemoteMerge, "inputs"> {}

/** A statement for the engine, which waits for the rows that are sent along. */
export interface ChosenQuery {
  readonly engine: RunSource;
  /** Models whose rows it needs, with the types that the rows must have. */
  readonly sent: ReadonlyMap<Model, readonly string[]>;
  /** Columns that are called otherwise, as DuckDB would tell of them; the engine is sent names that are each once. */
  readonly renamed: readonly Diagnostic[];
  /** With the query of each of these. */
  sql(queryOf: (model: Model) => string): string;
}

export interface ChosenEngine {
  readonly choice: EngineChoice;
  /** Absent: DuckDB. */
  readonly query?: ChosenQuery;
}

type AskOnly = Pick<ReadControl, "signal">;

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
  const moves = await engineMoves(merge, needs, {
    ...context,
    isHere: (model) => here.has(model),
    ...(read && { isRead: (model) => read.has(model) }),
    signal: control.signal,
  });
  const held: HeldEngine[] = [];
  const engines = lessThanDuckdb(moves, merge, context);
  if (engines.length === 0) return { choice: { moves, held } };
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
      if (!("held" in query)) return { choice: { moves, held }, query };
      held.push(because(query.held));
    } catch (error) {
      const failure = asFailure(error);
      if (!failure || control.signal.aborted) throw error;
      held.push(because(failedClause(failure)));
    }
  }
  return { choice: { moves, held } };
}

/** The models that the SQL reads, as far as that is known. */
function readBy({ facts, children }: MergePlan): ReadonlySet<Model> | undefined {
  if (!facts.understood) return undefined;
  return new Set(facts.scans.flatMap(({ table }) => children[table]?.model ?? []));
}

/** What stands behind the name of an engine that failed, and "where". */
export function failedClause({ message }: JobFailure): string {
  return `it failed: ${message.replace(/\.$/, "")}`;
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

interface Bound {
  readonly relation: BoundRelation;
  readonly result: readonly ResultColumn[];
  readonly renamed: readonly Diagnostic[];
}

/** The query as DuckDB has it; what is wrong with it is said when it runs there. */
async function boundQuery(
  { sql }: MergeModel,
  { children }: MergePlan,
  { readers, project }: ChooseContext,
  control: AskOnly,
): Promise<Bound | { readonly reason: string }> {
  const { embedded } = readers;
  const { timeZone } = project.defaults;
  const scope = { tables: children.map(plannedTable), timeZone };
  try {
    const [bound, described] = await Promise.all([
      embedded.bind(sql, scope, control),
      embedded.describe(sql, scope, control),
    ]);
    if (bound.relation === undefined) return { reason: bound.reason };
    const written = described.map(({ name }) => name);
    const names = uniqueColumnNames(written);
    const result = described.map(({ type }, at) => ({ name: names[at] ?? "", type }));
    const ofModels = children.flatMap(({ renamed }) => renamed);
    return {
      relation: bound.relation,
      result,
      renamed: [...ofModels, ...renamedColumns(written, { unique: names })],
    };
  } catch (error) {
    const failure = asFailure(error);
    if (!failure || control.signal.aborted) throw error;
    return { reason: failedClause(failure) };
  }
}

async function queryOn(
  engine: RunSource,
  merge: MergeModel,
  { children }: MergePlan,
  { relation, result, renamed }: Bound,
  room: number,
  context: ChooseContext,
  control: AskOnly,
): Promise<ChosenQuery | { readonly held: HeldReason | string }> {
  const { dialect } = engine.info;
  const remote: RemoteMerge = { merge, engine, inputs: context.inputs };
  const models = children.map(({ model }) => model);
  const places = placesOfRows(placesOf({ ...merge, models }, engine.source, context.chosen));
  const tables = await Promise.all(
    places.map((place, at) => tableOf(place, children[at], context, control)),
  );
  const written = queryElsewhere({ relation, tables, result, dialect });
  if ("held" in written) return written;
  const read = written.reads.flatMap((at) => places[at] ?? []);
  const known = new Map<Model, string>();
  for (const place of read) {
    if (place.is === "here") known.set(place.model, place.model.sql);
    if (place.is === "passed") {
      known.set(place.model, await passModel(place, remote, context, control, true));
    }
  }
  const sent = read.filter(({ is }) => is === "sent").map(({ model }) => model);
  const empty = new Map<Model, string>();
  for (const model of sent) {
    empty.set(model, await sendNoRows(model, remote, context, control));
  }
  const sql = (queryOf: (model: Model) => string): string => statement(written, models, queryOf);
  const reader = context.readers.source(engine.reader);
  const probe = probeOf(dialect);
  if (probe) {
    const { result: row } = await reader.rows(probe.sql, 1, control);
    const doubt = probe.doubt(row.columns.map(({ values }) => String(values[0] ?? "")));
    if (doubt !== undefined) return { held: doubt };
  }
  const withoutSent = sql((model) => known.get(model) ?? empty.get(model) ?? "");
  const prepared = await reader.describe(withoutSent, control);
  const other = differing(result, prepared);
  if (other !== undefined) return { held: other };
  const rows = sent.length === 0 ? await reader.estimate(withoutSent, control) : undefined;
  if (rows === undefined ? !gathers(relation) : rows * width(prepared) >= room) {
    return { held: "its result may be as much as what DuckDB would move" };
  }
  const typesOf = (model: Model) =>
    tables[models.indexOf(model)]?.columns.map(({ type }) => type) ?? [];
  return {
    engine,
    sent: new Map(sent.map((model) => [model, typesOf(model)])),
    renamed,
    sql: (queryOf) => sql((model) => known.get(model) ?? queryOf(model)),
  };
}

/** Whether a result has fewer rows than what it is made of. */
function gathers(relation: BoundRelation): boolean {
  switch (relation.is) {
    case "aggregate":
    case "limit":
      return true;
    case "project":
    case "filter":
    case "order":
    case "with":
      return gathers(relation.of);
    default:
      return false;
  }
}

function statement(
  written: ElsewhereStatement,
  models: readonly Model[],
  queryOf: (model: Model) => string,
): string {
  return written.sql((table) => {
    const model = models[table];
    return model ? queryOf(model) : "";
  });
}

/** The model's columns as those know them who will be asked for its rows. */
async function tableOf(
  place: PlaceOfRows,
  child: MergeChild | undefined,
  context: ChooseContext,
  control: AskOnly,
): Promise<ElsewhereTable> {
  const way = place.is;
  if (child?.kind === "leg") return { way, columns: child.columns };
  if (!child) return { way, columns: [] };
  const { readers, project } = context;
  if (place.model.type === "sql") {
    const { reader } = sourceOfModel(place.model, context);
    return {
      way,
      columns: legColumns(await readers.source(reader).describe(place.model.sql, control)),
    };
  }
  const tables = [{ ...child.table, names: [{ table: "rows" }] }];
  const scope = { tables, timeZone: project.defaults.timeZone };
  return { way, columns: await readers.embedded.describe('from "rows"', scope, control) };
}

/** Why the columns are not those of DuckDB. */
function differing(
  result: readonly ResultColumn[],
  prepared: readonly Column[],
): string | undefined {
  for (const [at, { name, type }] of result.entries()) {
    const found = prepared[at];
    if (found?.name !== name || found.type !== type) {
      return `its column \`${name}\` would not be \`${type}\` under this name`;
    }
  }
  return prepared.length === result.length ? undefined : "it would have other columns";
}
