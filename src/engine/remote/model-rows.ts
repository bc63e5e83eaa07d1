/** The rows of a model that lives elsewhere, asked of who has them. */
import type { LogicalType } from "../../contract/logical-type.js";
import type { Model } from "../../project/objects.js";
import type { AskControl, ReadControl } from "../../readers/call.js";
import { uniqueColumnNames } from "../../rows/column-names.js";
import type { TableRows } from "../../rows/relation.js";
import type { AdHocRows } from "../../rows/result/first-rows.js";
import { modelFailure } from "../merge/model-failure.js";
import { sourceOfModel } from "../source-of-model.js";
import type { RemoteContext, RemoteMerge } from "./remote-context.js";

/** The table of a model that is a job; undefined for one that its source is asked for. */
export function inputRows(
  model: Model,
  { inputs }: Pick<RemoteMerge, "inputs">,
  context: RemoteContext,
): TableRows | undefined {
  return model.type !== "sql" || inputs.has(model.id) ? context.rowsOfInput(model.id) : undefined;
}

/** At most so many rows of a table. */
export async function rowsOfTable(
  rows: TableRows,
  most: number,
  context: RemoteContext,
  { signal }: ReadControl,
): Promise<AdHocRows> {
  return context.readers.embedded.rows(ALL_ROWS, most, scopeOf(rows, context), { signal });
}

/** How many rows a table has. */
export async function countOfTable(
  rows: TableRows,
  context: RemoteContext,
  { signal }: ReadControl,
): Promise<number> {
  const { embedded } = context.readers;
  const sql = `select count(*) ${ALL_ROWS}`;
  const { result } = await embedded.rows(sql, 1, scopeOf(rows, context), { signal });
  return Number(result.columns[0]?.values[0] ?? 0);
}

/** At most so many rows of a model's own query. */
export async function rowsOfQuery(
  model: Extract<Model, { type: "sql" }>,
  most: number,
  context: RemoteContext,
  { signal }: ReadControl,
): Promise<AdHocRows> {
  const { reader, source } = sourceOfModel(model, context);
  const control = { signal, ...source.limits };
  return told(model, context.readers.source(reader).rows(model.sql, most, control));
}

/** Names, which are unique, and types; no row is read. */
export async function columnsOfModel(
  model: Model,
  merge: Pick<RemoteMerge, "inputs">,
  context: RemoteContext,
  control: AskControl,
): Promise<{ readonly name: string; readonly type: LogicalType }[]> {
  const rows = inputRows(model, merge, context);
  if (rows || model.type !== "sql") {
    const { embedded } = context.readers;
    const scope = scopeOf(rows ?? context.rowsOfInput(model.id), context);
    return uniquelyNamed(await embedded.describe(ALL_ROWS, scope, control));
  }
  const { reader } = sourceOfModel(model, context);
  return uniquelyNamed(
    await told(model, context.readers.source(reader).describe(model.sql, control)),
  );
}

export function uniquelyNamed<T extends { readonly name: string }>(columns: readonly T[]): T[] {
  const names = uniqueColumnNames(columns.map(({ name }) => name));
  return columns.map((column, at) => ({ ...column, name: names[at] ?? "" }));
}

const ALL_ROWS = 'from "rows"';

function scopeOf(rows: TableRows, { project }: RemoteContext) {
  const exact = rows.kind === "landed" ? { exact: true } : {};
  const table = { names: [{ table: "rows" }], ...rows, ...exact };
  return { tables: [table], timeZone: project.defaults.timeZone };
}

async function told<T>(model: Model, asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    throw modelFailure(error, model);
  }
}
