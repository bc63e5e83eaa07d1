/** Rows of a model that lives elsewhere, written into the query of the engine that joins them. */
import type { LogicalType } from "../../contract/logical-type.js";
import type { Diagnostic } from "../../contract/diagnostic.js";
import type { MergeLeg } from "../../contract/manifest.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import type { MergeModel, Model } from "../../project/objects.js";
import type { AskControl, ReadControl } from "../../readers/call.js";
import { uniqueColumnNames } from "../../rows/column-names.js";
import type { AdHocRows } from "../../rows/result/first-rows.js";
import { dialects } from "../../sql/dialects.js";
import { rowsAsQuery, type SentColumn } from "../../sql/sent-rows.js";
import { JobFailure } from "../job-failure.js";
import { modelFailure } from "../merge/model-failure.js";
import type { RunSource } from "../run-sources.js";
import { sourceOfModel } from "../source-of-model.js";
import type { RemoteContext } from "./remote-context.js";

/** Of one model. */
export const MOST_ROWS = 10_000;
/** Of all models that are sent in one query. */
export const MOST_BYTES = 262_144;

/** A model as a query of the engine to which its rows are sent. */
export interface SentModel {
  readonly sql: string;
  /** Of its columns, as its rows have them. */
  readonly types: readonly LogicalType[];
  readonly report: MergeLeg;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a model's rows and writes them as a query of the engine. Rejects with a JobFailure. */
export async function sendModel(
  model: Model,
  merge: MergeModel,
  engine: RunSource,
  context: RemoteContext,
  control: ReadControl,
): Promise<SentModel> {
  const start = performance.now();
  const { result, more, diagnostics } = await rowsOf(model, context, control);
  if (more) throw tooLarge(model, merge, engine, { rows: MOST_ROWS });
  const sql = asQuery(model, merge, engine, named(result.columns), result.rows);
  const milliseconds = Math.round(performance.now() - start);
  const report: MergeLeg = {
    model: model.id,
    how: "sent",
    rows: result.rows,
    bytes: Buffer.byteLength(sql),
    columns: result.columns.map(({ name }) => name),
    ofColumns: result.columns.length,
    milliseconds,
  };
  return { sql, types: result.columns.map(({ type }) => type), report, diagnostics };
}

/** The same without a row, which is enough for the columns of a query over it. */
export async function sendNoRows(
  model: Model,
  merge: MergeModel,
  engine: RunSource,
  context: RemoteContext,
  control: AskControl,
): Promise<string> {
  const columns = await columnsOf(model, context, control);
  const empty = columns.map(({ name, type }) => ({ name, type, values: [] }));
  return asQuery(model, merge, engine, named(empty), 0);
}

/** A JobFailure where the models' queries together are longer than what is sent. */
export function refuseTooLong(
  sent: ReadonlyMap<Model, SentModel>,
  merge: MergeModel,
  engine: RunSource,
): void {
  let bytes = 0;
  for (const [model, { report }] of sent) {
    bytes += report.bytes ?? 0;
    if (bytes > MOST_BYTES) throw tooLarge(model, merge, engine, { bytes });
  }
}

function asQuery(
  model: Model,
  merge: MergeModel,
  engine: RunSource,
  columns: readonly SentColumn[],
  rows: number,
): string {
  const query = rowsAsQuery(columns, rows, dialects[engine.info.dialect]);
  if ("sql" in query) return query.sql;
  const words = { name: merge.name, engine: engine.source.name, model: model.name };
  const diagnostic = createDiagnostic(
    "merge-model-not-sent",
    { ...words, reason: query.refused },
    { at: merge.locate(["engine"]) },
  );
  throw new JobFailure([diagnostic]);
}

function tooLarge(
  model: Model,
  merge: MergeModel,
  engine: RunSource,
  found: { readonly rows: number } | { readonly bytes: number },
): JobFailure {
  const words = { name: merge.name, engine: engine.source.name, model: model.name, ...found };
  return new JobFailure([
    createDiagnostic("merge-model-too-large", words, { at: merge.locate(["engine"]) }),
  ]);
}

function named<T extends { readonly name: string }>(columns: readonly T[]): T[] {
  const names = uniqueColumnNames(columns.map(({ name }) => name));
  return columns.map((column, at) => ({ ...column, name: names[at] ?? "" }));
}

async function rowsOf(
  model: Model,
  context: RemoteContext,
  { signal }: ReadControl,
): Promise<AdHocRows> {
  if (model.type !== "sql") {
    const { embedded } = context.readers;
    return embedded.rows(ALL_ROWS, MOST_ROWS, inputScope(model, context), { signal });
  }
  const { reader, source } = sourceOfModel(model, context);
  const control = { signal, ...source.limits };
  return told(model, context.readers.source(reader).rows(model.sql, MOST_ROWS, control));
}

async function columnsOf(model: Model, context: RemoteContext, control: AskControl) {
  if (model.type !== "sql") {
    return context.readers.embedded.describe(ALL_ROWS, inputScope(model, context), control);
  }
  const { reader } = sourceOfModel(model, context);
  return told(model, context.readers.source(reader).describe(model.sql, control));
}

const ALL_ROWS = 'from "rows"';

/** Of a model that is a job. */
function inputScope(model: Model, context: RemoteContext) {
  const rows = context.rowsOfInput(model.id);
  const exact = rows.kind === "landed" ? { exact: true } : {};
  const table = { names: [{ table: "rows" }], ...rows, ...exact };
  return { tables: [table], timeZone: context.project.defaults.timeZone };
}

async function told<T>(model: Model, asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    throw modelFailure(error, model);
  }
}
