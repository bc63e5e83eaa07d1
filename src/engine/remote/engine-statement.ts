/**
 * The query of a merge as one statement for another engine, which has been asked whether it takes it:
 *
 *   SQL ─▶ as DuckDB binds it ─▶ as the engine has it ─▶ prepared there: the same columns?
 */
import type { Diagnostic } from "../../contract/diagnostic.js";
import type { MergeModel, Model } from "../../project/objects.js";
import type { ReadControl } from "../../readers/call.js";
import { uniqueColumnNames } from "../../rows/column-names.js";
import { renamedColumns } from "../../rows/renamed-columns.js";
import type { Column } from "../../rows/stream.js";
import type { BoundRelation } from "../../sql/elsewhere/bound-query.js";
import type { HeldReason } from "../../sql/elsewhere/held.js";
import {
  queryElsewhere,
  type ElsewhereStatement,
  type ResultColumn,
} from "../../sql/elsewhere/query-elsewhere.js";
import { probeOf } from "../../sql/elsewhere/rules.js";
import type { ElsewhereTable } from "../../sql/elsewhere/write-relation.js";
import { asFailure, type JobFailure } from "../job-failure.js";
import { legColumns, plannedTable, type MergeChild } from "../merge/merge-children.js";
import type { MergePlan } from "../merge/plan-legs.js";
import { placesOf, placesOfRows, type PlaceOfRows } from "../model-places.js";
import type { OpenedRun } from "../opened-run.js";
import type { RunSource } from "../run-sources.js";
import { sourceOfModel } from "../source-of-model.js";
import { width } from "./engine-moves.js";
import { passModel } from "./pass-model.js";
import { otherClock } from "./passed-clock.js";
import type { RemoteContext, RemoteMerge } from "./remote-context.js";
import { sendNoRows } from "./sent-models.js";

export interface StatementContext
  extends RemoteContext, Pick<OpenedRun, "chosen">, Pick<RemoteMerge, "inputs"> {}

/** A statement for the engine, which waits for the rows that are sent along. */
export interface EngineStatement {
  readonly engine: RunSource;
  /** Models whose rows it needs, with the types that the rows must have. */
  readonly sent: ReadonlyMap<Model, readonly string[]>;
  /** Columns that are called otherwise, as DuckDB would tell of them; the engine is sent names that are each once. */
  readonly renamed: readonly Diagnostic[];
  /** With the query of each of these. */
  sql(queryOf: (model: Model) => string): string;
}

export type AskOnly = Pick<ReadControl, "signal">;

/** A query as DuckDB has it. */
export interface Bound {
  readonly relation: BoundRelation;
  readonly result: readonly ResultColumn[];
  readonly renamed: readonly Diagnostic[];
}

/** The query as DuckDB has it; what is wrong with it is said when it runs there. */
export async function boundQuery(
  { sql }: MergeModel,
  { children }: MergePlan,
  { readers, project }: StatementContext,
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

/** What stands behind the name of an engine that failed, and "where". */
export function failedClause({ message }: JobFailure): string {
  return `it failed: ${message.replace(/\.$/, "")}`;
}

/** `room` are the bytes that its result may have. */
export async function queryOn(
  engine: RunSource,
  merge: MergeModel,
  { children }: MergePlan,
  { relation, result, renamed }: Bound,
  room: number,
  context: StatementContext,
  control: AskOnly,
): Promise<EngineStatement | { readonly held: HeldReason | string }> {
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
  const asked = new Set<string>();
  for (const place of read) {
    if (place.is === "here") known.set(place.model, place.model.sql);
    if (place.is === "passed") {
      const doubt = asked.has(place.catalog)
        ? undefined
        : await otherClock(place, engine, context, control);
      if (doubt !== undefined) return { held: doubt };
      asked.add(place.catalog);
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
    case "distinct":
    case "exists":
    case "window":
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
  context: StatementContext,
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
