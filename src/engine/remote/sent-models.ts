/**
 * Models that live elsewhere, on their way to the engine of a merge:
 *
 *   rows ─▶ few: written into its query
 *        └▶ many, where its source names a place: a table of it, for the time of the query
 */
import { rm } from "node:fs/promises";
import type { Diagnostic } from "../../contract/diagnostic.js";
import type { LogicalType } from "../../contract/logical-type.js";
import type { MergeLeg } from "../../contract/manifest.js";
import type { Model, SqlModel } from "../../project/objects.js";
import type { AskControl, ReadControl } from "../../readers/call.js";
import type { LandedUpload } from "../../readers/calls.js";
import type { LandedTable, TableRows } from "../../rows/relation.js";
import { SourceError } from "../../rows/stream.js";
import { newUploadName } from "../../sources/upload-names.js";
import { dialects } from "../../sql/dialects.js";
import { rowsAsQuery } from "../../sql/sent-rows.js";
import { uploadedAsQuery, type UploadedColumn } from "../../sql/uploaded-rows.js";
import { modelFailure } from "../merge/model-failure.js";
import { sourceOfModel } from "../source-of-model.js";
import {
  columnsOfModel,
  countOfTable,
  inputRows,
  rowsOfQuery,
  rowsOfTable,
  uniquelyNamed,
} from "./model-rows.js";
import { notSent, tooLarge } from "./refused-model.js";
import type { RemoteContext, RemoteMerge } from "./remote-context.js";
import { MOST_BYTES, MOST_ROWS } from "./sent-limits.js";
import { uploadPlaceOf, type UploadPlace } from "./upload-place.js";

/** What goes to the engine with the query. */
export interface SentModels {
  /** Of each model, for the engine. */
  readonly queries: ReadonlyMap<Model, string>;
  /** Of each model: of the columns that its rows have. */
  readonly types: ReadonlyMap<Model, readonly LogicalType[]>;
  readonly uploads: readonly LandedUpload[];
  /** In the order of the models. */
  readonly legs: readonly MergeLeg[];
  readonly diagnostics: readonly Diagnostic[];
  /** Removes the files on the way. */
  close(): Promise<void>;
}

/** Rejects with a JobFailure. */
export async function sendModels(
  models: readonly Model[],
  merge: RemoteMerge,
  context: RemoteContext,
  control: ReadControl,
): Promise<SentModels> {
  const files: string[] = [];
  const close = async () => {
    await Promise.all(files.map((path) => rm(path, { force: true })));
  };
  try {
    const upload = uploadPlaceOf(merge.engine, merge.merge);
    const read = models.map((model) => {
      const options = { merge, context, control, upload, files };
      return readModel(model, options);
    });
    const all = await fitting(await Promise.all(read), { merge, context, control, upload });
    return {
      queries: new Map(all.map(({ model, sql }) => [model, sql])),
      types: new Map(all.map(({ model, types }) => [model, types])),
      uploads: all.flatMap(({ table }) => table ?? []),
      legs: all.map(({ report }) => report),
      diagnostics: all.flatMap(({ diagnostics }) => diagnostics),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A model without a row, which is enough for the columns of a query over it. */
export async function sendNoRows(
  model: Model,
  merge: RemoteMerge,
  context: RemoteContext,
  control: AskControl,
): Promise<string> {
  const columns = await columnsOfModel(model, merge, context, control);
  const empty = columns.map(({ name, type }) => ({ name, type, values: [] }));
  const query = rowsAsQuery(empty, 0, dialects[merge.engine.info.dialect]);
  if ("sql" in query) return query.sql;
  throw notSent(model, merge, query.refused);
}

interface Options {
  readonly merge: RemoteMerge;
  readonly context: RemoteContext;
  readonly control: ReadControl;
  readonly upload: UploadPlace | undefined;
}

/** One model, written into the query or to be uploaded. */
interface ReadModel {
  readonly model: Model;
  readonly sql: string;
  readonly types: readonly LogicalType[];
  /** To be made for it; absent where its rows stand in the query. */
  readonly table?: LandedUpload;
  /** Where its rows are, if they could still be uploaded. */
  readonly landed?: LandedTable;
  readonly report: MergeLeg;
  readonly diagnostics: readonly Diagnostic[];
}

async function readModel(
  model: Model,
  options: Options & { readonly files: string[] },
): Promise<ReadModel> {
  const { merge, context, control, upload } = options;
  const start = performance.now();
  const rows = await storedRowsOf(model, options);
  const found = rows.table
    ? await rowsOfTable(rows.table, MOST_ROWS, context, control)
    : // Only queries of SQL are not stored.
      await rowsOfQuery(model as SqlModel, MOST_ROWS, context, control);
  const diagnostics = [...rows.diagnostics, ...found.diagnostics];
  const landed = upload && rows.table?.kind === "landed" ? rows.table : undefined;
  if (found.more) {
    if (landed) return { ...(await uploaded(model, landed, options)), diagnostics };
    throw tooLarge(model, merge, { rows: MOST_ROWS });
  }
  const { result } = found;
  const columns = uniquelyNamed(result.columns);
  const query = rowsAsQuery(columns, result.rows, dialects[merge.engine.info.dialect]);
  if (!("sql" in query)) throw notSent(model, merge, query.refused);
  const report: MergeLeg = {
    model: model.id,
    how: "sent",
    rows: result.rows,
    bytes: Buffer.byteLength(query.sql),
    columns: result.columns.map(({ name }) => name),
    ofColumns: result.columns.length,
    milliseconds: Math.round(performance.now() - start),
  };
  const types = columns.map(({ type }) => type);
  return { model, sql: query.sql, types, report, diagnostics, ...(landed && { landed }) };
}

/**
 * The rows of a model as a table: those of a job, or, where they may be uploaded, all of its query
 * in a file, so that its source is asked once.
 */
async function storedRowsOf(
  model: Model,
  { merge, context, control, upload, files }: Options & { readonly files: string[] },
): Promise<{ readonly table?: TableRows; readonly diagnostics: readonly Diagnostic[] }> {
  const table = inputRows(model, merge, context);
  if (table) return { table, diagnostics: [] };
  if (!upload || model.type !== "sql") return { diagnostics: [] };
  const { reader, source } = sourceOfModel(model, context);
  const own = { ...control, ...source.limits };
  const isOwn = own.maxRows !== undefined && own.maxRows <= upload.maxRows;
  const limits = isOwn ? own : { ...own, maxRows: upload.maxRows };
  try {
    const { path, artifact, diagnostics } = await context.readers
      .source(reader)
      .model(model.sql, limits);
    files.push(path);
    return { table: { kind: "landed", path, columns: artifact.columns }, diagnostics };
  } catch (error) {
    const isOurs = error instanceof SourceError && error.diagnostic.code === "too-many-rows";
    if (isOurs && !isOwn) throw tooLarge(model, merge, { rows: upload.maxRows, uploads: true });
    throw modelFailure(error, model);
  }
}

/** What is sent, within its limit: the largest are uploaded instead where they can be. */
async function fitting(read: readonly ReadModel[], options: Options): Promise<ReadModel[]> {
  const all = [...read];
  const sizeOf = ({ table, report }: ReadModel) => (table ? 0 : (report.bytes ?? 0));
  for (;;) {
    const bytes = all.reduce((sum, one) => sum + sizeOf(one), 0);
    if (bytes <= MOST_BYTES) return all;
    const [largest] = all.toSorted((a, b) => sizeOf(b) - sizeOf(a));
    if (!largest?.landed) throw tooLongFor(all, options);
    const { model, landed, diagnostics } = largest;
    all[all.indexOf(largest)] = { ...(await uploaded(model, landed, options)), diagnostics };
  }
}

/** Names the model with which the limit is passed. */
function tooLongFor(all: readonly ReadModel[], { merge }: Options): Error {
  let bytes = 0;
  const sizes = all.map(({ model, report: { rows = 0, bytes: own = 0 } }) => ({
    model: model.id,
    rows,
    bytes: own,
  }));
  for (const { model, table, report } of all) {
    bytes += table ? 0 : (report.bytes ?? 0);
    if (bytes > MOST_BYTES) return tooLarge(model, merge, { bytes }, sizes);
  }
  throw new Error("All that is sent is short enough");
}

async function uploaded(
  model: Model,
  rows: LandedTable,
  { merge, context, control, upload }: Options,
): Promise<Omit<ReadModel, "diagnostics">> {
  const { place = "", maxRows = 0 } = upload ?? {};
  const count = await countOfTable(rows, context, control);
  if (count > maxRows) throw tooLarge(model, merge, { rows: maxRows, uploads: true });
  const dialect = dialects[merge.engine.info.dialect];
  const columns = uniquelyNamed(rows.columns).map(({ name, type, scale }): UploadedColumn => {
    const known = type === "decimal" && scale !== undefined;
    return { name, type: known ? `decimal(38,${scale})` : type };
  });
  const name = newUploadName(new Date());
  const table = [...place.split("."), name].map((part) => dialect.quoteIdentifier(part)).join(".");
  const query = uploadedAsQuery(table, columns, dialect);
  if (!("sql" in query)) throw notSent(model, merge, query.refused);
  const names = columns.map((column) => column.name);
  const report: MergeLeg = {
    model: model.id,
    how: "uploaded",
    rows: count,
    columns: names,
    ofColumns: names.length,
  };
  const types = columns.map(({ type }) => type);
  return {
    model,
    sql: query.sql,
    types,
    table: { model: model.name, name, columns, rows },
    report,
  };
}
