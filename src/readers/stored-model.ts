/** The rows of a model that a run has kept as Parquet, as pages, tests and `show` read them. */
import type { Artifact } from "../contract/manifest.js";
import type { Result } from "../contract/result.js";
import type { EngineScope } from "../rows/relation.js";
import type { Draft } from "../rows/result/draft.js";
import type { MergeEngine } from "./contract.js";
import { quoteIdentifier } from "../sql/quote.js";

export interface StoredModel {
  readonly artifact: Artifact;
  /** Absolute path of its file. */
  readonly path: string;
}

/** The first rows; `columns` are the names of those that are wanted, absent: all. */
export async function modelRows(
  engine: MergeEngine,
  model: StoredModel,
  wanted: { readonly columns?: readonly string[]; readonly limit: number },
  signal: AbortSignal,
): Promise<Result> {
  const list = wanted.columns?.map(quoteIdentifier).join(", ") ?? "*";
  const sql = `select ${list} from "model"`;
  return (await engine.rows(sql, wanted.limit, scopeOf(model), { signal })).result;
}

/** The different values of a column as texts, in no order; NULL is null. */
export async function modelValues(
  engine: MergeEngine,
  model: StoredModel,
  { column, limit }: { readonly column: string; readonly limit: number },
  signal: AbortSignal,
): Promise<(string | null)[]> {
  const sql = `select distinct ${quoteIdentifier(column)} from "model"`;
  const { result } = await engine.rows(sql, limit, scopeOf(model), { signal });
  const values = result.columns[0]?.values ?? [];
  return Array.from(values, (value) => (value === null ? null : String(value)));
}

/** The first rows in a file that is read part by part, however many they are. */
export function modelSheets(
  engine: MergeEngine,
  model: StoredModel,
  limit: number,
  signal: AbortSignal,
): Promise<Draft> {
  return engine.sheets('select * from "model"', limit, scopeOf(model), { signal });
}

/**
 * All rows as a result in a file of its own; `columns` are the names of those that are shown,
 * absent: all.
 */
export function modelResult(
  engine: MergeEngine,
  model: StoredModel,
  shown: ReadonlySet<string> | undefined,
  signal: AbortSignal,
): Promise<Draft> {
  const columns = model.artifact.columns
    .filter(({ name }) => shown?.has(name) ?? true)
    .map(({ name }, index) => ({ alias: `c${index}`, name }));
  const list = columns.map(({ alias, name }) => `${quoteIdentifier(name)} as ${alias}`);
  const query = {
    // A table may ask for columns that the model lacks and no others: its rows are empty then, but
    // there.
    sql: `select ${list.length > 0 ? list.join(", ") : "null"} from "model"`,
    columns,
    cohortName: "",
    ordered: false,
    dropNullCohort: false,
    diagnostics: [],
  };
  return engine.trace(query, scopeOf(model), { signal });
}

function scopeOf({ artifact, path }: StoredModel): EngineScope {
  const rows = { kind: "landed", path, columns: artifact.columns, exact: true } as const;
  return { tables: [{ names: [{ table: "model" }], ...rows }], timeZone: "UTC" };
}
